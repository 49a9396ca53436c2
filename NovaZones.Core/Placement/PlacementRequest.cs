using System.Collections.Immutable;
using NovaZones.Core.Query;

namespace NovaZones.Core.Placement;

/// <summary>What is asked, checked (immutable). Field meanings are those of <c>POST /api/v1/placements</c> in DESIGN section 6.</summary>
public sealed record PlacementRequest
{
    /// <summary>Name for people; not unique. Null when none was given.</summary>
    public string? Name { get; init; }

    /// <summary>Instances wanted, at least 1.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Fewest instances that are of use, 1 to <see cref="Count"/>; fewer and nothing is claimed.</summary>
    public int MinCount { get; init; } = 1;

    /// <summary>Amounts that may come from anywhere in the host's tree, ordered by class; each class from one provider.</summary>
    public ImmutableArray<ResourceDemand> Resources { get; init; } = [];

    /// <summary>Amounts that must come together from one provider each.</summary>
    public ImmutableArray<DemandGroup> Groups { get; init; } = [];

    /// <summary>Whether every group needs a provider of its own.</summary>
    public bool IsolateGroups { get; init; }

    /// <summary>Sets of groups, by their positions, whose providers must lie in one subtree that has one of these providers on top.</summary>
    public ImmutableArray<ImmutableArray<int>> SameSubtree { get; init; } = [];

    /// <summary>Traits of the host.</summary>
    public TraitDemand Traits { get; init; } = TraitDemand.None;

    /// <summary>Conditions on capabilities by name, ordered (ordinal).</summary>
    public ImmutableArray<KeyValuePair<string, CapabilityExpression>> Capabilities { get; init; } = [];

    /// <summary>Condition on the host in the JSON query language, or null.</summary>
    public HostQuery? Query { get; init; }

    /// <summary>The failure domain wanted, or null.</summary>
    public string? AvailabilityZone { get; init; }

    /// <summary>Aggregates of the host.</summary>
    public AggregateDemand Aggregates { get; init; } = AggregateDemand.None;

    /// <summary>Wishes about single hosts and instances.</summary>
    public PlacementHints Hints { get; init; } = PlacementHints.None;

    /// <summary>Traits that are liked, not required: graded by weigher <c>trait-preference</c>.</summary>
    public ImmutableArray<string> PreferredTraits { get; init; } = [];

    /// <summary>How its instances stand to others of the same server group, or null.</summary>
    public Groups.ServerGroupDemand? Group { get; init; }

    /// <summary>Where in the tree it may go.</summary>
    public ZoneDemand Zones { get; init; } = ZoneDemand.Anywhere;

    /// <summary>Whose it is, or null.</summary>
    public string? Tenant { get; init; }

    /// <summary>Name of the policy to decide by.</summary>
    public string Policy { get; init; } = "default";

    /// <summary>Multipliers that replace those of the policy, by weigher.</summary>
    public ImmutableSortedDictionary<string, double> Weights { get; init; } = NoWeights;

    /// <summary>Time within which the answer is due; null means the zone's default.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Other hosts to name for each instance, 0 to 100.</summary>
    public int Alternates { get; init; }

    /// <summary>Stay pending while it does not fit, until the deadline.</summary>
    public bool WaitForCapacity { get; init; }

    /// <summary>Plan only; nothing is claimed.</summary>
    public bool DryRun { get; init; }

    /// <summary>The request as canonical JSON: same meaning, same text. What children are sent.</summary>
    public required string Json { get; init; }

    /// <summary>Digest of what is asked (resources, groups, conditions), not of name, count or deadline.</summary>
    public required ulong Digest { get; init; }

    /// <summary>No multipliers, with the right comparer.</summary>
    public static ImmutableSortedDictionary<string, double> NoWeights { get; } =
        ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>Sum over resources and groups of one class for one instance.</summary>
    public long TotalOf(string resourceClass)
    {
        long sum = 0;
        foreach (var demand in Resources)
        {
            sum += demand.ResourceClass == resourceClass ? demand.Amount : 0;
        }

        foreach (var group in Groups)
        {
            foreach (var demand in group.Resources)
            {
                sum += demand.ResourceClass == resourceClass ? demand.Amount : 0;
            }
        }

        return sum;
    }
}

/// <summary>An amount asked of one class.</summary>
/// <param name="ResourceClass">The class.</param>
/// <param name="Amount">At least 1, in the class's unit.</param>
public readonly record struct ResourceDemand(string ResourceClass, long Amount);

/// <summary>Amounts and traits that one provider of the host's tree must have together.</summary>
/// <param name="Resources">Ordered by class; empty for a group that only stands for a provider of <see cref="PlacementRequest.SameSubtree"/>.</param>
/// <param name="Traits">Traits of that provider.</param>
public sealed record DemandGroup(ImmutableArray<ResourceDemand> Resources, TraitDemand Traits)
{
    /// <summary>What the request calls it, or null.</summary>
    public string? Name { get; init; }
}

/// <summary>Which traits are wanted.</summary>
/// <param name="Required">Every one must be there.</param>
/// <param name="Forbidden">None may be there.</param>
/// <param name="AnyOf">Of each set at least one must be there.</param>
public sealed record TraitDemand(ImmutableArray<string> Required, ImmutableArray<string> Forbidden, ImmutableArray<ImmutableArray<string>> AnyOf)
{
    /// <summary>Nothing wanted.</summary>
    public static TraitDemand None { get; } = new([], [], []);

    /// <summary>Whether nothing is wanted.</summary>
    public bool IsEmpty => Required.IsEmpty && Forbidden.IsEmpty && AnyOf.IsEmpty;

    /// <summary>Whether that which <paramref name="has"/> asks about its traits has what is wanted.</summary>
    internal bool IsMetBy<T>(T bearer, Func<T, string, bool> has)
    {
        foreach (var trait in Required)
        {
            if (!has(bearer, trait))
            {
                return false;
            }
        }

        foreach (var trait in Forbidden)
        {
            if (has(bearer, trait))
            {
                return false;
            }
        }

        foreach (var set in AnyOf)
        {
            var found = false;
            foreach (var trait in set)
            {
                found = found || has(bearer, trait);
            }

            if (!found)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Which zones may serve the request; entries are zone paths and mean the zone and all below it.</summary>
/// <param name="Only">When not empty, nothing outside these.</param>
/// <param name="Not">Nothing inside these.</param>
/// <param name="LocalOnly">Only hosts of the zone that was asked.</param>
public sealed record ZoneDemand(ImmutableArray<string> Only, ImmutableArray<string> Not, bool LocalOnly)
{
    /// <summary>No restriction.</summary>
    public static ZoneDemand Anywhere { get; } = new([], [], false);
}
