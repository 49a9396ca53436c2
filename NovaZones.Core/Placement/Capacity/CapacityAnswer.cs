using System.Collections.Immutable;
using NovaZones.Core.Quotas;

namespace NovaZones.Core.Placement.Capacity;

/// <summary>How many more instances of a request would fit (<c>POST /api/v1/capacity</c>).</summary>
public sealed record CapacityAnswer
{
    /// <summary>In all zones that answered.</summary>
    public required long Total { get; init; }

    /// <summary>On the host that holds most.</summary>
    public required int LargestOnOneHost { get; init; }

    /// <summary>The limit of the tenant's quota, where more would fit on the hosts than it allows; else null.</summary>
    public QuotaShortage? Quota { get; init; }

    /// <summary>Zone by zone.</summary>
    public required ImmutableArray<ZoneCapacity> Zones { get; init; }

    /// <summary>Time to the answer, in milliseconds.</summary>
    public double ElapsedMs { get; init; }
}

/// <summary>One zone's part.</summary>
/// <param name="Zone">Zone path; this zone's own name for its own hosts.</param>
/// <param name="Count">Instances that fit on its own hosts.</param>
/// <param name="LargestOnOneHost">On the host that holds most.</param>
/// <param name="Outcome">Answered, Skipped, TimedOut, Failed or Open.</param>
/// <param name="Reason">Why it did not answer, or has no room although it did.</param>
public sealed record ZoneCapacity(string Zone, long Count, int LargestOnOneHost, string Outcome, string? Reason = null)
{
    /// <summary>For a request with an affinity group: members on its own hosts; null otherwise and from zones of older versions.</summary>
    public int? GroupMembers { get; init; }
}

/// <summary>How the question ended.</summary>
public abstract record CapacityOutcome
{
    private CapacityOutcome()
    {
    }

    /// <summary>Counted.</summary>
    public sealed record Counted(CapacityAnswer Answer) : CapacityOutcome;

    /// <summary>There is no such policy.</summary>
    public sealed record UnknownPolicy(string Policy) : CapacityOutcome;

    /// <summary>The question is wrong; show the faults.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : CapacityOutcome;

    /// <summary>The question came through this zone already.</summary>
    public sealed record Loop : CapacityOutcome;
}
