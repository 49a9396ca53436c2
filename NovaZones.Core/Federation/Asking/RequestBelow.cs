using System.Text.Json;
using System.Text.Json.Nodes;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Federation.Asking;

/// <summary>A request as it goes down to a child: without what concerns the zone alone that it was sent to, and with the zones as seen from there.</summary>
internal static class RequestBelow
{
    /// <summary>Members of a request that concern the zone it was sent to alone.</summary>
    private static readonly string[] Kept = ["name", "count", "minCount", "deadlineMs", "dryRun", "alternates", "weights", "waitForCapacity", "plan", "zones"];

    /// <summary>The request as canonical JSON.</summary>
    public static JsonElement Of(PlacementRequest request, ZoneDemand zones)
    {
        using var whole = JsonDocument.Parse(request.Json);
        if (zones.Only.IsEmpty && zones.Not.IsEmpty && !whole.RootElement.EnumerateObject().Any(member => Kept.Contains(member.Name)))
        {
            return whole.RootElement.Clone(); // the usual case: nothing to take out
        }

        var body = JsonNode.Parse(request.Json)!.AsObject();
        foreach (var name in Kept)
        {
            body.Remove(name);
        }

        if (!zones.Only.IsEmpty || !zones.Not.IsEmpty)
        {
            body["zones"] = JsonSerializer.SerializeToNode(new { only = zones.Only, not = zones.Not });
        }

        return JsonSerializer.SerializeToElement(body);
    }
}
