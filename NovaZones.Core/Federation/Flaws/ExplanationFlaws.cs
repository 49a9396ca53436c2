using System.Collections.Immutable;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Explain;

namespace NovaZones.Core.Federation.Flaws;

/// <summary>Finds what is wrong with how a child explains an offer: it is added up, kept with the placement, and told further up.</summary>
internal static class ExplanationFlaws
{
    /// <summary>Most levels of zones that one explanation tells of.</summary>
    public const int MostLevels = 32;

    /// <summary>What is wrong, or null.</summary>
    /// <param name="answer">The answer that explains itself.</param>
    /// <param name="levels">Levels below the child that there can be.</param>
    public static string? Of(SelectResponse answer, int levels = MostLevels)
    {
        if (answer.GroupMembers is < 0 or > BoundedSums.Most)
        {
            return "its answer counts members in a way that makes no sense";
        }

        return answer.Local is null || IsWrong(answer.Local) || AreWrong(answer.Children, Math.Min(levels, MostLevels)) ? "its answer explains itself in a way that makes no sense" : null;
    }

    private static bool AreWrong(ImmutableArray<ChildExplanation> children, int levels) =>
        children.IsDefault || (levels <= 0 && !children.IsEmpty) || children.Any(c => IsWrong(c, levels));

    private static bool IsWrong(ChildExplanation? child, int levels) =>
        child is null || child.Zone is null || child.Outcome is null || (child.Local is { } local && IsWrong(local)) || AreWrong(child.Children, levels - 1)
        || (child.Count is { } count && IsWrong(count)) || (child.Zones is { } zones && (zones.IsDefault || zones.Any(z => z is null)))
        || IsWrong(child.Offered) || IsWrong(child.Taken) || !double.IsFinite(child.StartedMs) || !double.IsFinite(child.ElapsedMs);

    private static bool IsWrong(LocalExplanation local) =>
        IsWrong(local.Considered) || IsWrong(local.Passed)
        || local.Filters.IsDefault || local.Filters.Any(IsWrong)
        || local.Leading.IsDefault || local.Leading.Any(IsWrong)
        || local.Changes.IsDefault || local.Changes.Any(IsWrong)
        || (local.AfterPlacing is { } stops && (stops.IsDefault || stops.Any(s => s is null || s.Filter is null || s.Reason is null || IsWrong(s.Hosts))));

    private static bool IsWrong(FilterExplanation? filter) =>
        filter is null || filter.Filter is null || IsWrong(filter.Dropped) || IsWrong(filter.WouldDrop) || filter.Reasons.IsDefault || filter.Reasons.Any(IsWrong);

    private static bool IsWrong(ReasonCount? reason) =>
        reason is null || reason.Reason is null || IsWrong(reason.Hosts)
        || (reason.Example is { } example && (example.Host is null || example.Obstacles.IsDefault || example.Obstacles.Any(o => o is null || o.Attribute is null || o.Wanted is null || o.Actual is null)));

    private static bool IsWrong(LeadingCandidate? leading) =>
        leading is null || !double.IsFinite(leading.Score) || leading.Weighers.IsDefault
        || leading.Weighers.Any(w => w is null || w.Weigher is null || !double.IsFinite(w.Multiplier) || !double.IsFinite(w.Share));

    private static bool IsWrong(RequestChange? change) =>
        change is null || change.Kind is null || change.Text is null || IsWrong(change.Hosts) || (change.Instances is { } instances && IsWrong(instances))
        || (change.Change is { } patch && !Change.IsPatch(patch))
        || (change.Kind == HostSideChanges.Host && (change.Attribute is null || change.To is null));

    private static bool IsWrong(int count) => count is < 0 or > BoundedSums.Most;
}
