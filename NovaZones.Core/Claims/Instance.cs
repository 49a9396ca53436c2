using System.Collections.Immutable;
using NovaZones.Core.Fleet;
using NovaZones.Core.Quotas;

namespace NovaZones.Core.Claims;

/// <summary>A consumer of resources: one placed thing, on a host of this zone or somewhere below a child.</summary>
public sealed record Instance
{
    /// <summary>Identity, the same in every zone on the way (version 7).</summary>
    public required Guid Id { get; init; }

    /// <summary>The request that made it.</summary>
    public required string ReservationId { get; init; }

    /// <summary>Position in the reservation, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>How far it got.</summary>
    public required InstanceState State { get; init; }

    /// <summary>The host when it is one of this zone; else null.</summary>
    public Guid? HostId { get; init; }

    /// <summary>Name of the host: of this zone, or told by a child that discloses; else null.</summary>
    public string? HostName { get; init; }

    /// <summary>The child that holds it; null when this zone does.</summary>
    public Guid? ChildZoneId { get; init; }

    /// <summary>Zone path from this zone down; this zone's own name when it is here.</summary>
    public required string ZonePath { get; init; }

    /// <summary>Score with which it was placed.</summary>
    public double Score { get; init; }

    /// <summary>What it takes; empty when a child holds it.</summary>
    public ImmutableArray<AllocationPart> Parts { get; init; } = [];

    /// <summary>What it counts against its tenant. Needed where an instance is saved for the first time, and nowhere else.</summary>
    public InstanceCharge? Charge { get; init; }

    /// <summary>Key of its server group, or null.</summary>
    public string? Group { get; init; }

    /// <summary>When it was placed, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>How far an instance got.</summary>
public enum InstanceState
{
    /// <summary>A child was asked to claim it; not yet confirmed.</summary>
    Claiming,

    /// <summary>Placed and durable.</summary>
    Placed,

    /// <summary>To be given back by a child; retried until the child confirms.</summary>
    Releasing,

    /// <summary>Placed once, and the child, asked, says that it does not hold it. Kept until somebody releases it or the child has it again.</summary>
    Lost,
}
