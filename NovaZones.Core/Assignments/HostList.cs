using System.Collections.Immutable;

namespace NovaZones.Core.Assignments;

/// <summary>The instances that a host says are on it.</summary>
/// <param name="HostId">The host.</param>
/// <param name="Instances">What it named.</param>
/// <param name="Unknown">Those of them that were not placed on it when it named them, with the moment since when it names them.</param>
/// <param name="ToldAt">When it was told, by the zone's clock; a list that is told again unchanged is noted once a minute.</param>
public sealed record HostList(Guid HostId, ImmutableSortedSet<Guid> Instances, ImmutableSortedDictionary<Guid, DateTimeOffset> Unknown, DateTimeOffset ToldAt)
{
    /// <summary>Most instances that one host may name.</summary>
    public const int MaxInstances = 20_000;
}
