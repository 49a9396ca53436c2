using System.Text.Encodings.Web;
using System.Text.Json;

namespace NovaZones.Core.Query;

/// <summary>Quotes what a caller wrote, cut to a length fit for a message.</summary>
internal static class QueryQuote
{
    private const int MaxLength = 48;

    // For people and JSON answers, never for a page's markup: "<=" must not read "\u003C=".
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Json(string text) =>
        JsonSerializer.Serialize(text.Length <= MaxLength ? text : text[..MaxLength] + "…", Readable);
}
