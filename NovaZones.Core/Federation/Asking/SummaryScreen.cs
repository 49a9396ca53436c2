using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Query;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation.Asking;

/// <summary>Judges by a child's summary whether asking it is likely to be of use.</summary>
/// <remarks>
/// Summaries may be stale, so this only orders the asking: who is ruled out is asked when the rest does not suffice. The specification of
/// <see cref="ChildScreen"/>, which judges all children at once, and the source of the sentence about one of them.
/// </remarks>
internal static class SummaryScreen
{
    /// <summary>Why the child is unlikely to serve one instance, or null when it may.</summary>
    public static string? RuleOut(PlacementRequest request, ZoneSummary summary)
    {
        if (summary.Hosts.Up == 0)
        {
            return "no host is up there";
        }

        foreach (var demand in Demands(request))
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

        foreach (var trait in Traits(request))
        {
            if (!summary.Traits.Contains(trait))
            {
                return $"no host has trait {trait}";
            }
        }

        foreach (var (name, wanted) in request.Capabilities)
        {
            if (!summary.Capabilities.TryGetValue(name, out var told))
            {
                return $"no host tells capability {name}";
            }

            if (!MayMeet(wanted, told))
            {
                return $"no host tells a {name} that meets {wanted}";
            }
        }

        return request.AvailabilityZone is { } zone && !summary.AvailabilityZones.Contains(zone)
            ? $"has no availability zone {zone}"
            : null;
    }

    /// <summary>Whether some host may say what is wanted of a capability. Doubts count for the child: texts may have been lists or numbers.</summary>
    public static bool MayMeet(CapabilityExpression wanted, CapabilitySummary told)
    {
        if (!told.IsWhole || wanted.Fault is not null || (told is { Min: { } least, Max: { } greatest } && wanted.MayHoldWithin(least, greatest)))
        {
            return true;
        }

        // A list is told as the text of all its items, so whatever it contains that text contains, too; of truth values the text is the value.
        foreach (var value in told.Values ?? [])
        {
            if (wanted.Evaluate(CapabilityValue.FromText(value)).Passed)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every amount that must be free on one provider.</summary>
    public static IEnumerable<ResourceDemand> Demands(PlacementRequest request) =>
        request.Groups.IsEmpty ? request.Resources : request.Resources.Concat(request.Groups.SelectMany(g => g.Resources));

    /// <summary>Every trait that some provider must have.</summary>
    public static IEnumerable<string> Traits(PlacementRequest request) =>
        request.Groups.IsEmpty ? request.Traits.Required : request.Traits.Required.Concat(request.Groups.SelectMany(g => g.Traits.Required));
}
