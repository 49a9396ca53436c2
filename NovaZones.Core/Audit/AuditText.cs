using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NovaZones.Core.Audit;

/// <summary>Bounds of what a record holds, and how values become its text.</summary>
public static class AuditText
{
    /// <summary>Most characters of an act.</summary>
    public const int ActLength = 64;

    /// <summary>Most characters of a subject.</summary>
    public const int SubjectLength = 300;

    /// <summary>Most characters of a name.</summary>
    public const int NameLength = 256;

    /// <summary>Most characters of roles or scopes.</summary>
    public const int RolesLength = 200;

    /// <summary>Most characters of an address: IPv6 with its scope fits.</summary>
    public const int AddressLength = 64;

    /// <summary>Most characters of what was before or after.</summary>
    public const int ValueLength = 4_000;

    // The start of a value that is too long; with every character escaped it still fits.
    private const int StartLength = 400;

    // Everything but ASCII is escaped, so that no database can change a character on the way.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Default,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>A value as JSON of at most <see cref="ValueLength"/> characters; null stays null.</summary>
    /// <remarks>A longer one is told by its length, its SHA-256 and how it begins.</remarks>
    public static string? Of(object? value)
    {
        if (value is null)
        {
            return null;
        }

        var text = JsonSerializer.Serialize(value, Json);
        return text.Length <= ValueLength
            ? text
            : JsonSerializer.Serialize(
                new { truncated = true, length = text.Length, sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), start = text[..StartLength] }, Json);
    }

    /// <summary>Text that every database gives back as it got it: cut to a length, without control characters and halves of characters.</summary>
    public static string Clean(string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        var clean = new StringBuilder(Math.Min(text.Length, length));
        foreach (var rune in text.EnumerateRunes())
        {
            var shown = Rune.IsControl(rune) ? Rune.ReplacementChar : rune;
            if (clean.Length + shown.Utf16SequenceLength > length)
            {
                break;
            }

            clean.Append(shown.ToString());
        }

        return clean.ToString();
    }
}
