using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using NovaZones.Core.Fleet;

namespace NovaZones.Web.Features.Hosts.Completion;

/// <summary>Values as they stand in a query.</summary>
internal static class JsonWord
{
    private static readonly JsonSerializerOptions _readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text in quotes, with only what must be escaped escaped: it is put into a field, never into a page.</summary>
    public static string Of(string text) => JsonSerializer.Serialize(text, _readable);

    /// <summary>A value that is no list.</summary>
    public static string Of(CapabilityValue value) => value.Kind switch
    {
        CapabilityKind.Number => value.Number.ToString("R", CultureInfo.InvariantCulture),
        CapabilityKind.Boolean => value.Boolean ? "true" : "false",
        _ => Of(value.ToString()),
    };
}
