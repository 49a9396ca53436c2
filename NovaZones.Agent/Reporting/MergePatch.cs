using System.Text.Json.Nodes;

namespace NovaZones.Agent.Reporting;

/// <summary>Makes JSON merge patches (RFC 7396).</summary>
internal static class MergePatch
{
    /// <summary>The patch that makes one object of another; empty when they are equal. Lists are replaced as a whole.</summary>
    public static JsonObject Between(JsonObject from, JsonObject to)
    {
        var patch = new JsonObject();
        foreach (var (name, _) in from)
        {
            if (!to.ContainsKey(name))
            {
                patch[name] = null;
            }
        }

        foreach (var (name, value) in to)
        {
            if (from[name] is JsonObject before && value is JsonObject after)
            {
                if (Between(before, after) is { Count: > 0 } inner)
                {
                    patch[name] = inner;
                }
            }
            else if (!from.ContainsKey(name) || !JsonNode.DeepEquals(from[name], value))
            {
                patch[name] = value?.DeepClone();
            }
        }

        return patch;
    }
}
