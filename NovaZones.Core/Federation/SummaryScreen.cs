using NovaZones.Core.Placement;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>Judges by a child's summary whether asking it is likely to be of use.</summary>
/// <remarks>Summaries may be stale, so this only orders the asking: who is ruled out is asked when the rest does not suffice.</remarks>
internal static class SummaryScreen
{
    /// <summary>Why the child is unlikely to serve one instance, or null when it may.</summary>
    public static string? RuleOut(PlacementRequest request, ZoneSummary summary)
    {
        if (summary.Hosts.Up == 0)
        {
            return "no host is up there";
        }

        foreach (var demand in request.Resources.Concat(request.Groups.SelectMany(g => g.Resources)))
        {
            if (!summary.Resources.TryGetValue(demand.ResourceClass, out var figure) || figure.Capacity == 0)
            {
                return $"has no {demand.ResourceClass}";
            }

            if (figure.LargestFree < demand.Amount)
            {
                return $"has at most {figure.LargestFree} {demand.ResourceClass} free in one place";
            }
        }

        if (summary.Truncated)
        {
            return null;
        }

        foreach (var trait in request.Traits.Required)
        {
            if (!summary.Traits.Contains(trait))
            {
                return $"no host has trait {trait}";
            }
        }

        return request.AvailabilityZone is { } wanted && !summary.AvailabilityZones.Contains(wanted)
            ? $"has no availability zone {wanted}"
            : null;
    }
}
