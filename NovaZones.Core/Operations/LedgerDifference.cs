namespace NovaZones.Core.Operations;

/// <summary>One thing that a ledger check found, with why it is so.</summary>
public sealed record LedgerDifference
{
    /// <summary>One of <see cref="LedgerDifferenceKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether the books are wrong; false for what may be and should be known.</summary>
    public bool IsFault { get; init; } = true;

    /// <summary>Why it is so, a sentence for the operator.</summary>
    public required string Cause { get; init; }

    /// <summary>Name of the host, if one is concerned.</summary>
    public string? Host { get; init; }

    /// <summary>Name of the provider within the host, if one is concerned.</summary>
    public string? Provider { get; init; }

    /// <summary>The resource class, if one is concerned.</summary>
    public string? ResourceClass { get; init; }

    /// <summary>The stored total.</summary>
    public long? Total { get; init; }

    /// <summary>What can be claimed of it.</summary>
    public long? Capacity { get; init; }

    /// <summary>The sum of the allocations; for a single allocation its amount.</summary>
    public long? Allocated { get; init; }

    /// <summary>What the zone has in memory instead.</summary>
    public long? InMemory { get; init; }

    /// <summary>The instance, if one is concerned.</summary>
    public Guid? InstanceId { get; init; }

    /// <summary>The reservation, if one is known.</summary>
    public string? ReservationId { get; init; }
}
