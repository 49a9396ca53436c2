using System.Collections.Immutable;

namespace NovaZones.Core.Trials.WhatIf;

/// <summary>What would come of the changes; nothing is done.</summary>
/// <remarks>Only own hosts take what is displaced: what child zones would offer is their own affair.</remarks>
public sealed record WhatIfAnswer
{
    /// <summary>Instances that would have to go elsewhere.</summary>
    public required int Displaced { get; init; }

    /// <summary>Of those, the ones that would find a host of this zone.</summary>
    public required int Placed { get; init; }

    /// <summary>Of those, the ones that would not.</summary>
    public required int Lost { get; init; }

    /// <summary>Where they would go: the lost ones first, then in the order in which they were placed; at most <see cref="WhatIfService.MostMoves"/>.</summary>
    public required ImmutableArray<WhatIfMove> Moves { get; init; }

    /// <summary>Inventories of which more is used than there would be; at most <see cref="WhatIfService.MostOverfull"/>.</summary>
    public required ImmutableArray<OverfullInventory> Overfull { get; init; }

    /// <summary>How many such inventories there are.</summary>
    public required int OverfullCount { get; init; }

    /// <summary>The zone as it is.</summary>
    public required TrialFigures Before { get; init; }

    /// <summary>The zone with the changes and whatever found a place.</summary>
    public required TrialFigures After { get; init; }

    /// <summary>Hosts as it is.</summary>
    public required int HostsBefore { get; init; }

    /// <summary>Hosts with the changes.</summary>
    public required int HostsAfter { get; init; }

    /// <summary>The moment for which the fleet was looked at, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Time that it took, in milliseconds.</summary>
    public required double ElapsedMs { get; init; }
}

/// <summary>Where one displaced instance would go.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="ReservationId">Its reservation.</param>
/// <param name="Name">Name that its request gave, or null.</param>
/// <param name="From">Its host, or the child zone that holds it.</param>
/// <param name="To">The host that would take it, or null when none would.</param>
/// <param name="Reason">Why none would, or null.</param>
public sealed record WhatIfMove(Guid InstanceId, string ReservationId, string? Name, string From, string? To, string? Reason);

/// <summary>An inventory that is used beyond what there would be.</summary>
/// <param name="Host">The host.</param>
/// <param name="Provider">The provider in it; the host's own name for the root.</param>
/// <param name="Class">The class.</param>
/// <param name="Used">In use, in the class's unit.</param>
/// <param name="Capacity">What there would be.</param>
public sealed record OverfullInventory(string Host, string Provider, string Class, long Used, long Capacity);

/// <summary>How the question ended.</summary>
public abstract record WhatIfOutcome
{
    private WhatIfOutcome()
    {
    }

    /// <summary>The answer.</summary>
    public sealed record Answered(WhatIfAnswer Answer) : WhatIfOutcome;

    /// <summary>It makes no sense here; show the faults.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : WhatIfOutcome;
}
