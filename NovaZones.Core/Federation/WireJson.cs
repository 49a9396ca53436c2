using System.Text.Json;
using System.Text.Json.Serialization;

namespace NovaZones.Core.Federation;

/// <summary>How zones write to each other: camelCase, and unknown members of a newer peer are passed over.</summary>
public static class WireJson
{
    /// <summary>The options; not to be changed.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 256,
    };

    /// <summary>The same for reading what others write: nothing is null that is not said to be.</summary>
    public static JsonSerializerOptions Strict { get; } = new(Options) { RespectNullableAnnotations = true };

    /// <summary>Reads what this program wrote earlier; false when it cannot be read any more.</summary>
    public static bool TryRead<T>(string json, out T? value)
        where T : class
    {
        try
        {
            value = JsonSerializer.Deserialize<T>(json, Options);
            return value is not null;
        }
        catch (JsonException)
        {
            value = null;
            return false;
        }
    }
}
