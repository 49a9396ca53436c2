using System.Text.Json;
using System.Text.Json.Nodes;
using NovaZones.Core.Json;

namespace NovaZones.Core.Fleet;

/// <summary>Applies a JSON merge patch (RFC 7396) to what a host last reported.</summary>
public static class HostPatch
{
    /// <summary>Patches and checks the result as a full report, so that a patch can never make a host that a report could not.</summary>
    /// <param name="host">The host as it is.</param>
    /// <param name="patch">An object with the changed members; null removes one.</param>
    /// <param name="report">The whole report after the patch, or null.</param>
    /// <param name="faults">Everything that is wrong; empty on success.</param>
    public static bool TryApply(Host host, JsonElement patch, out HostReport? report, out IReadOnlyList<Fault> faults)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (patch.ValueKind != JsonValueKind.Object)
        {
            report = null;
            faults = [new Fault("", "the body must be an object")];
            return false;
        }

        var broken = new List<Fault>();
        if (!BrokenText.IsAbsent(patch, broken))
        {
            report = null;
            faults = broken;
            return false;
        }

        var target = JsonObject.Create(HostReportWriter.ToJson(host))!;
        Merge(target, patch);
        return HostReportParser.TryParse(JsonSerializer.SerializeToElement(target), host.Name, out report, out faults);
    }

    private static void Merge(JsonObject target, JsonElement patch)
    {
        foreach (var member in patch.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null)
            {
                target.Remove(member.Name);
            }
            else if (member.Value.ValueKind == JsonValueKind.Object && target[member.Name] is JsonObject inner)
            {
                Merge(inner, member.Value);
            }
            else if (member.Value.ValueKind == JsonValueKind.Object)
            {
                var fresh = new JsonObject();
                Merge(fresh, member.Value);
                target[member.Name] = fresh;
            }
            else
            {
                target[member.Name] = JsonNode.Parse(member.Value.GetRawText());
            }
        }
    }
}
