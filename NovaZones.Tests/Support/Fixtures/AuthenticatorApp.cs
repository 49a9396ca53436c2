using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>What a person's phone does: codes of a key by RFC 6238 (SHA-1, six digits, 30 seconds), written from the standard and not with the product's library.</summary>
internal static class AuthenticatorApp
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The code of a key that was typed in, spaces and all.</summary>
    /// <param name="key">The key in base 32.</param>
    /// <param name="stepsAhead">Steps of 30 seconds by which the phone's clock is fast.</param>
    public static string Code(string key, int stepsAhead = 0) => CodeAt(key, TimeProvider.System.GetUtcNow().AddSeconds(30 * stepsAhead));

    /// <summary>The code of a moment.</summary>
    public static string CodeAt(string key, DateTimeOffset at)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, at.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // SHA-1 is what RFC 6238 names and what apps compute.
        var hash = HMACSHA1.HashData(Decode(key), counter);
#pragma warning restore CA5350
        var offset = hash[^1] & 0xf;
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(offset, 4)) & 0x7fff_ffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string key)
    {
        var bytes = new List<byte>();
        var (bits, count) = (0, 0);
        foreach (var letter in key.ToUpperInvariant().Where(l => l != ' '))
        {
            (bits, count) = (((bits << 5) | Alphabet.IndexOf(letter, StringComparison.Ordinal)) & 0xfff, count + 5);
            if (count >= 8)
            {
                count -= 8;
                bytes.Add((byte)(bits >> count));
            }
        }

        return [.. bytes];
    }
}
