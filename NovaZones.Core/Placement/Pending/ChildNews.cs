using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Asking;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Placement.Pending;

/// <summary>Judges by what a child tells whether it can offer more than it could, in what a request asks for.</summary>
internal static class ChildNews
{
    /// <summary>Whether a child may serve now what it could not before.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="ownName">This zone's name, for the zone paths of the request.</param>
    /// <param name="before">The child as it was; null when it is new.</param>
    /// <param name="after">The child now.</param>
    public static bool MayHelp(PlacementRequest request, string ownName, ChildState? before, ChildState after)
    {
        if (!MayBeAsked(after.Health) || ZonePath.ForChild(request.Zones, ownName, after.Child.Name) is null)
        {
            return false;
        }

        if (after.Info is not { Summary: var summary })
        {
            return before is null || !MayBeAsked(before.Health);
        }

        return SummaryScreen.RuleOut(request, summary) is null
            && (before is not { Info.Summary: var earlier } || !MayBeAsked(before.Health) || IsBetter(request, earlier, summary));
    }

    private static bool MayBeAsked(ChildHealth health) => health is ChildHealth.Online or ChildHealth.Unknown;

    private static bool IsBetter(PlacementRequest request, ZoneSummary before, ZoneSummary after)
    {
        if (ReferenceEquals(before, after))
        {
            return false;
        }

        if (after.Hosts.Up > before.Hosts.Up || after.Traits.Except(before.Traits).Any() || after.AvailabilityZones.Except(before.AvailabilityZones).Any())
        {
            return true;
        }

        foreach (var demand in request.Resources.Concat(request.Groups.SelectMany(g => g.Resources)))
        {
            var was = before.Resources.GetValueOrDefault(demand.ResourceClass);
            var now = after.Resources.GetValueOrDefault(demand.ResourceClass);
            if (now.LargestFree > was.LargestFree || now.Capacity - now.Used > was.Capacity - was.Used)
            {
                return true;
            }
        }

        return (!request.Capabilities.IsEmpty || request.Query is not null) && !SameCapabilities(before, after);
    }

    private static bool SameCapabilities(ZoneSummary before, ZoneSummary after) =>
        before.Capabilities.Count == after.Capabilities.Count
        && after.Capabilities.All(c => before.Capabilities.TryGetValue(c.Key, out var was)
            && was.Min == c.Value.Min && was.Max == c.Value.Max && was.Whole == c.Value.Whole
            && (was.Values ?? []).SequenceEqual(c.Value.Values ?? [], StringComparer.Ordinal));
}
