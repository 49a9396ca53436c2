namespace NovaZones.Client.Models;

/// <summary>What is placed on a host.</summary>
/// <param name="Host">The host.</param>
/// <param name="Version">To be sent as what is known next time.</param>
/// <param name="Complete">False when there are more.</param>
/// <param name="Items">The oldest first.</param>
public sealed record AssignmentList(string Host, string Version, bool Complete, IReadOnlyList<Assignment> Items);

/// <summary>An instance that is placed on a host.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="ReservationId">What it belongs to.</param>
/// <param name="Index">Its number in that, from 0.</param>
/// <param name="CreatedAt">When it was placed, UTC.</param>
/// <param name="Resources">What it takes, and where.</param>
/// <param name="State">Assigned, Accepted, Ready or Failed.</param>
/// <param name="Message">The host's own words, or null.</param>
/// <param name="AcknowledgedAt">When it was so by the host's clock; null while it said nothing.</param>
public sealed record Assignment(
    Guid InstanceId, string ReservationId, int Index, DateTimeOffset CreatedAt, IReadOnlyList<AssignedAmount> Resources, string State, string? Message, DateTimeOffset? AcknowledgedAt);

/// <summary>An amount that an instance takes.</summary>
/// <param name="Provider">Name of the nested provider; null for the host itself.</param>
/// <param name="ResourceClass">The class.</param>
/// <param name="Amount">How much, in the class's unit.</param>
public sealed record AssignedAmount(string? Provider, string ResourceClass, long Amount);

/// <summary>What a host says of an instance on it.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="State">Accepted, Ready or Failed.</param>
/// <param name="Message">At most 2000 characters, or null.</param>
/// <param name="At">When it was so; of two for one instance the later counts.</param>
public sealed record Acknowledgement(Guid InstanceId, string State, string? Message, DateTimeOffset At);

/// <summary>What became of acknowledgements.</summary>
/// <param name="Accepted">How many were kept.</param>
/// <param name="Unknown">Instances that are not on that host (any more).</param>
public sealed record Acknowledged(int Accepted, IReadOnlyList<Guid> Unknown);

/// <summary>Where a host's list and what is placed on it differ.</summary>
/// <param name="Missing">Placed on the host and not in its list.</param>
/// <param name="Unknown">In its list and not placed on it.</param>
public sealed record HostListDifference(IReadOnlyList<Guid> Missing, IReadOnlyList<Guid> Unknown);
