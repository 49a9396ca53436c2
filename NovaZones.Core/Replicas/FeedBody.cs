namespace NovaZones.Core.Replicas;

/// <summary>The keys of the rows that a change touched; the rows themselves are read again, signs of life are told whole.</summary>
public sealed record FeedBody
{
    /// <summary>A change that says all there is to say by its kind.</summary>
    public static FeedBody None { get; } = new();

    /// <summary>Hosts that are new, changed or gone.</summary>
    public IReadOnlyList<Guid> Hosts { get; init; } = [];

    /// <summary>Instances that are new, changed or gone, whoever holds them.</summary>
    public IReadOnlyList<Guid> Instances { get; init; } = [];

    /// <summary>Reservations that are answered later and moved on.</summary>
    public IReadOnlyList<string> Pending { get; init; } = [];

    /// <summary>Whether quotas or leases changed, too.</summary>
    public bool HasTerms { get; init; }

    /// <summary>Signs of life.</summary>
    public IReadOnlyList<FeedBeat> Beats { get; init; } = [];
}

/// <summary>A host's sign of life.</summary>
/// <param name="Host">The host.</param>
/// <param name="At">When, by the clock of the replica that heard it, UTC.</param>
public sealed record FeedBeat(Guid Host, DateTimeOffset At);
