using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace NovaZones.Core.Query;

internal static class JsonText
{
    /// <summary>Reads a JSON string; false when an escape in it names half of a surrogate pair.</summary>
    /// <remarks>Such a document passes the JSON parser, and only reading the string throws.</remarks>
    public static bool TryRead(JsonElement element, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = element.GetString();
            return text is not null;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }
}
