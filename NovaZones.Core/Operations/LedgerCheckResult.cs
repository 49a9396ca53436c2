using System.Collections.Immutable;

namespace NovaZones.Core.Operations;

/// <summary>What a ledger check looked at and found.</summary>
public sealed record LedgerCheckResult
{
    /// <summary>When the check ended, UTC.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required double ElapsedMs { get; init; }

    /// <summary>Whether the books hold: no difference is a fault.</summary>
    public bool Consistent => Faults == 0;

    /// <summary>Differences that are faults.</summary>
    public required int Faults { get; init; }

    /// <summary>Differences that may be, such as a host that a report shrank below what it holds.</summary>
    public required int Notes { get; init; }

    /// <summary>Whether what the running zone has in memory was compared, too.</summary>
    public required bool ComparedWithMemory { get; init; }

    /// <summary>Hosts looked at.</summary>
    public required long Hosts { get; init; }

    /// <summary>Providers looked at.</summary>
    public required long Providers { get; init; }

    /// <summary>Instances on hosts of this zone looked at.</summary>
    public required long Instances { get; init; }

    /// <summary>Allocations looked at.</summary>
    public required long Allocations { get; init; }

    /// <summary>What was found, faults first; at most <see cref="LedgerCheck.MaxShown"/>.</summary>
    public required ImmutableArray<LedgerDifference> Differences { get; init; }
}
