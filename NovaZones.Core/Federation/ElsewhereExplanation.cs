using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Placement.Groups;

namespace NovaZones.Core.Federation;

/// <summary>Tells of a zone without members of an affinity group what is true once it is known that other zones hold the members.</summary>
/// <remarks>
/// Such a zone explained itself as if the group were new: its ServerGroup filter rejected nobody. So every host that came as far as
/// that filter is one that it drops, and those that passed all filters are exactly those that would do outside the group. Nothing has
/// to be ranked or asked again, whichever version the zone has.
/// </remarks>
internal static class ElsewhereExplanation
{
    /// <summary>Corrects what a child without members said of itself and of everything below it.</summary>
    /// <param name="child">What it said.</param>
    /// <param name="group">The affinity group.</param>
    /// <param name="members">Members in other zones.</param>
    /// <param name="isRefused">Whether nothing at all is offered, so that changes are to be told.</param>
    public static ChildExplanation Of(ChildExplanation child, ServerGroupDemand group, int members, bool isRefused) => child with
    {
        Local = child.Local is { } local ? Of(local, group, members, isRefused) : null,
        Children = child.Children.IsDefault ? [] : [.. child.Children.Select(c => Of(c, group, members, isRefused))],
    };

    /// <summary>Corrects what a zone without members said of its own hosts.</summary>
    /// <param name="local">What it said.</param>
    /// <param name="group">The affinity group.</param>
    /// <param name="members">Members in other zones.</param>
    /// <param name="isRefused">Whether nothing at all is offered, so that changes are to be told.</param>
    public static LocalExplanation Of(LocalExplanation local, ServerGroupDemand group, int members, bool isRefused) => local with
    {
        Passed = 0,
        Filters = local.Filters.IsDefault ? [] : Filters(local, group, members),
        Leading = [],

        // No other change brings the members here.
        Changes = isRefused && local.Passed > 0 ? [OutsideGroup(group, local.Passed)] : [],
    };

    private static ImmutableArray<FilterExplanation> Filters(LocalExplanation local, ServerGroupDemand group, int members)
    {
        var filters = ImmutableArray.CreateBuilder<FilterExplanation>(local.Filters.Length + 1);
        var at = 0;
        while (at < local.Filters.Length && local.Filters[at].Filter != ServerGroupFilter.FilterName)
        {
            filters.Add(local.Filters[at++]);
        }

        var reached = Math.Max(0, local.Considered - filters.BoundedSum(f => f.Dropped));
        filters.Add(new FilterExplanation(
            ServerGroupFilter.FilterName, reached, reached > 0 ? [new ReasonCount(ServerGroupFilter.Elsewhere, reached) { Example = Example(local, at, group, members) }] : [])
        {
            WouldDrop = local.Considered,
        });
        filters.AddRange(local.Filters.Skip(at + 1).Select(f => f with { Dropped = 0, Reasons = [] }));
        return filters.ToImmutable();
    }

    /// <summary>One of the hosts that come as far as the filter, when the zone names any.</summary>
    private static RejectedHost? Example(LocalExplanation local, int at, ServerGroupDemand group, int members)
    {
        var leading = local.Leading.IsDefault ? Enumerable.Empty<string?>() : local.Leading.Select(l => l.Host);
        var name = leading
            .Concat(local.Filters.Skip(at + 1).SelectMany(f => f.Reasons.IsDefault ? [] : f.Reasons).Select(r => r.Example?.Host))
            .FirstOrDefault(h => h is not null);
        return name is null
            ? null
            : new RejectedHost(name, [new Obstacle($"members of {group.Name} on the host", "at least 1", $"0, {members.ToString(CultureInfo.InvariantCulture)} elsewhere")]);
    }

    /// <summary>The same as a zone that knows of the members tells, so that those of several zones are told as one.</summary>
    private static RequestChange OutsideGroup(ServerGroupDemand group, int hosts) => new(
        "group", group.Name, group.Policy.ToString(), null, hosts,
        $"outside server group {group.Name}: {hosts.ToString(CultureInfo.InvariantCulture)} {(hosts == 1 ? "host" : "hosts")}",
        JsonSerializer.Serialize(new { group = (string?)null }));
}
