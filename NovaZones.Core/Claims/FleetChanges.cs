using NovaZones.Core.Audit;
using NovaZones.Core.Fleet;
using NovaZones.Core.Quotas;

namespace NovaZones.Core.Claims;

/// <summary>The net effect of one group of decisions, to be made durable in one transaction or not at all.</summary>
public sealed class FleetChanges
{
    /// <summary>Hosts that are new or changed.</summary>
    public required IReadOnlyList<HostChange> Hosts { get; init; }

    /// <summary>Hosts that are removed, with all their providers.</summary>
    public required IReadOnlyList<Host> RemovedHosts { get; init; }

    /// <summary>Instances to insert or, when they exist, to overwrite (state, zone path, score); allocations are inserted for new ones with parts.</summary>
    public required IReadOnlyList<InstanceChange> Instances { get; init; }

    /// <summary>Instances to delete with their allocations; one that does not exist is no error.</summary>
    public required IReadOnlyList<Guid> RemovedInstances { get; init; }

    /// <summary>Instances to move from one state to another; one that is not in the first state any more is left as it is.</summary>
    public IReadOnlyList<InstanceMove> InstanceMoves { get; init; } = [];

    /// <summary>Reservations to insert or overwrite whole.</summary>
    public required IReadOnlyList<Reservation> Reservations { get; init; }

    /// <summary>Reservations that are stored and got further: state, number placed, reason, answer and how long they wait. Of the rest nothing is written.</summary>
    public IReadOnlyList<Reservation> Ends { get; init; } = [];

    /// <summary>Reservations whose state alone changes.</summary>
    public required IReadOnlyList<ReservationStateChange> ReservationStates { get; init; }

    /// <summary>Explanations to insert or overwrite.</summary>
    public required IReadOnlyList<ExplanationRecord> Explanations { get; init; }

    /// <summary>What is lent to children, to insert or overwrite.</summary>
    public IReadOnlyList<LeaseOut> Granted { get; init; } = [];

    /// <summary>What to record of acts of operators, with the moment of each; never of claims, which are their own record.</summary>
    public IReadOnlyList<(AuditDraft Draft, DateTimeOffset At)> Audit { get; init; } = [];

    /// <summary>Whether there is nothing to write.</summary>
    public bool IsEmpty => Audit.Count + Granted.Count + Hosts.Count + RemovedHosts.Count + Instances.Count + RemovedInstances.Count + InstanceMoves.Count + Reservations.Count + Ends.Count + ReservationStates.Count + Explanations.Count == 0;
}

/// <summary>A host before and after a group of decisions.</summary>
/// <param name="Before">As it is in the database; null when it is new. Its generation must still be the stored one, else the group is stale.</param>
/// <param name="After">As it shall be.</param>
/// <param name="ReportChanged">Whether more changed than what is used: inventories, traits, capabilities, zone, aggregates, operator's switch.</param>
public sealed record HostChange(Host? Before, Host After, bool ReportChanged);

/// <summary>An instance to store.</summary>
/// <param name="Instance">As it shall be.</param>
/// <param name="IsNew">Whether no row exists yet.</param>
public sealed record InstanceChange(Instance Instance, bool IsNew);

/// <summary>An instance that moves on if it is still in the state that was seen.</summary>
public sealed record InstanceMove(Guid InstanceId, InstanceState Before, InstanceState After);

/// <summary>A reservation that only moved on.</summary>
public sealed record ReservationStateChange(string ReservationId, ReservationState State, DateTimeOffset? ReleasedAt);
