using System.Security.Cryptography;

namespace NovaZones.Core.Claims;

/// <summary>Makes reservation ids: <c>r-</c> and 60 random bits in lower-case base 32 (RFC 4648 letters).</summary>
public static class ReservationId
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>A fresh id.</summary>
    public static string Create() => "r-" + RandomNumberGenerator.GetString(Alphabet, 12);

    /// <summary>Whether a text has the form of an id.</summary>
    public static bool IsValid(string text) =>
        text is ['r', '-', .. var rest] && rest.Length == 12 && rest.All(c => Alphabet.Contains(c, StringComparison.Ordinal));
}
