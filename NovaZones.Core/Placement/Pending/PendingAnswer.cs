namespace NovaZones.Core.Placement.Pending;

/// <summary>Body of the answer 202 to a request that is stored. Serialised as it stands.</summary>
public sealed record PendingAnswer
{
    /// <summary>The reservation; its address tells how far it got.</summary>
    public required string ReservationId { get; init; }

    /// <summary>Pending, Waiting or Claiming.</summary>
    public required string State { get; init; }

    /// <summary>Instances asked for.</summary>
    public required int Requested { get; init; }

    /// <summary>Its place among the pending requests, from 1; null while it is being taken in.</summary>
    public int? Position { get; init; }

    /// <summary>When it ends unplaced, UTC.</summary>
    public required DateTimeOffset DeadlineAt { get; init; }

    /// <summary>Main reason why it does not fit yet, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Where the explanation of the last attempt is.</summary>
    public required string Explanation { get; init; }
}
