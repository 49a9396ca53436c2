using System.Collections.Immutable;

namespace NovaZones.Core.Placement;

/// <summary>Wishes about single hosts and instances.</summary>
/// <param name="SameHost">Beside one of these instances.</param>
/// <param name="DifferentHost">Beside none of these instances.</param>
/// <param name="ForceHosts">When not empty, only on hosts of these names.</param>
/// <param name="IgnoreHosts">Never on hosts of these names.</param>
public sealed record PlacementHints(ImmutableArray<Guid> SameHost, ImmutableArray<Guid> DifferentHost, ImmutableArray<string> ForceHosts, ImmutableArray<string> IgnoreHosts)
{
    /// <summary>No wish.</summary>
    public static PlacementHints None { get; } = new([], [], [], []);
}

/// <summary>Which aggregates a host shall belong to.</summary>
/// <param name="MemberOf">To every one.</param>
/// <param name="NotMemberOf">To none.</param>
/// <param name="AnyOf">To at least one of each set.</param>
public sealed record AggregateDemand(ImmutableArray<string> MemberOf, ImmutableArray<string> NotMemberOf, ImmutableArray<ImmutableArray<string>> AnyOf)
{
    /// <summary>No restriction.</summary>
    public static AggregateDemand None { get; } = new([], [], []);
}
