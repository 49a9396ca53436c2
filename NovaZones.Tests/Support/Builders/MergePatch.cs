using System.Text.Json.Nodes;

namespace NovaZones.Tests.Support.Builders;

/// <summary>Applies the change that an explanation names, as its reader would.</summary>
internal static class MergePatch
{
    /// <summary>RFC 7396.</summary>
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject members)
        {
            return patch?.DeepClone();
        }

        var result = target as JsonObject ?? [];
        foreach (var (name, value) in members)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = Apply(result[name]?.DeepClone(), value);
            }
        }

        return result;
    }
}
