namespace NovaZones.Web.Features.Assignments;

/// <summary>What is placed on a host.</summary>
/// <param name="Host">The host.</param>
/// <param name="Version">To be sent as <c>known</c> next time; changes with everything that is placed or released there.</param>
/// <param name="Complete">False when there are more than were asked for.</param>
/// <param name="Items">The oldest first.</param>
public sealed record AssignmentListResponse(string Host, string Version, bool Complete, IReadOnlyList<AssignmentResponse> Items);

/// <summary>An instance that is placed on a host.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="ReservationId">What it belongs to.</param>
/// <param name="Index">Its number in that, from 0.</param>
/// <param name="CreatedAt">When it was placed, UTC.</param>
/// <param name="Resources">What it takes, and where.</param>
/// <param name="State"><c>Assigned</c> while the host said nothing of it; else <c>Accepted</c>, <c>Ready</c> or <c>Failed</c>.</param>
/// <param name="Message">The host's own words, or null.</param>
/// <param name="AcknowledgedAt">When it was so by the host's clock; null while it said nothing.</param>
public sealed record AssignmentResponse(
    Guid InstanceId, string ReservationId, int Index, DateTimeOffset CreatedAt, IReadOnlyList<AssignedAmount> Resources, string State, string? Message, DateTimeOffset? AcknowledgedAt);

/// <summary>An amount that an instance takes.</summary>
/// <param name="Provider">Name of the nested provider; null for the host itself.</param>
/// <param name="ResourceClass">The class.</param>
/// <param name="Amount">How much, in the class's unit.</param>
public sealed record AssignedAmount(string? Provider, string ResourceClass, long Amount);

/// <summary>What a host says of instances on it.</summary>
public sealed record AcknowledgementsBody
{
    /// <summary>1 to 500, in any order.</summary>
    public required IReadOnlyList<AcknowledgementBody> Items { get; init; }
}

/// <summary>What a host says of one instance.</summary>
public sealed record AcknowledgementBody
{
    /// <summary>The instance.</summary>
    public required Guid InstanceId { get; init; }

    /// <summary><c>Accepted</c>, <c>Ready</c> or <c>Failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>At most 2000 characters; absent or null for none.</summary>
    public string? Message { get; init; }

    /// <summary>When it was so; of two for one instance the later counts.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>What became of acknowledgements.</summary>
/// <param name="Accepted">How many were kept.</param>
/// <param name="Unknown">Instances that are not on that host (any more); nothing is kept of them.</param>
public sealed record AcknowledgedResponse(int Accepted, IReadOnlyList<Guid> Unknown);

/// <summary>What a host says is on it.</summary>
public sealed record HostInstancesBody
{
    /// <summary>Ids of instances, at most 20000; empty for none.</summary>
    public required IReadOnlyList<Guid> Instances { get; init; }
}

/// <summary>Where a host's list and what is placed on it differ at this moment.</summary>
/// <param name="Missing">Placed on the host and not in its list; at most 1000 are named.</param>
/// <param name="Unknown">In its list and not placed on it; at most 1000 are named.</param>
public sealed record HostInstancesResponse(IReadOnlyList<Guid> Missing, IReadOnlyList<Guid> Unknown);
