using System.Collections.Immutable;
using NovaZones.Core.Federation.Protocol;

namespace NovaZones.Core.Federation.Wire;

/// <summary>Parent to child: what do you hold for me? (<c>POST /api/v1/zone/reconcile</c>)</summary>
/// <remarks>Either named instances, or everything in pages. Only what this parent's own claims made is ever told.</remarks>
public sealed record ReconcileBody : IWireQuestion
{
    /// <summary>Most instances of one page or one question.</summary>
    public const int MaxInstances = 500;

    /// <summary>Identity of the zone that asks.</summary>
    public required Guid ZoneId { get; init; }

    /// <summary>Ask after these alone, 1 to <see cref="MaxInstances"/>; null for a page of everything.</summary>
    public ImmutableArray<Guid>? InstanceIds { get; init; }

    /// <summary>With <see cref="InstanceIds"/>: whether the zones below are asked, too, and not only the child's records.</summary>
    public bool Live { get; init; }

    /// <summary>Of a page: where the last one ended; null for the first.</summary>
    public string? After { get; init; }

    /// <summary>Of a page: most instances, 1 to <see cref="MaxInstances"/>.</summary>
    public int Limit { get; init; } = MaxInstances;

    /// <summary>Milliseconds within which the answer is of use.</summary>
    public int DeadlineMs { get; init; } = 2000;

    /// <inheritdoc />
    public ImmutableArray<string>? Needs { get; init; }
}

/// <summary>Child to parent: these I hold for you.</summary>
public sealed record ReconcileResponse
{
    /// <summary>The instances; named ones that are missing here are not held.</summary>
    public required ImmutableArray<HeldInstance> Instances { get; init; }

    /// <summary>Where the page ended, or null at the end.</summary>
    public string? Next { get; init; }
}

/// <summary>An instance that a child holds for its parent.</summary>
/// <param name="Id">The instance.</param>
/// <param name="State">Placed, Claiming, Releasing; Lost or Unknown when a zone below does not hold it or does not answer.</param>
/// <param name="Zone">Zone path below the child; null when on the child's own host.</param>
/// <param name="Host">The host, when the child discloses it.</param>
/// <param name="Reason">Why it is Lost or Unknown, in words without hosts; else null.</param>
/// <param name="AgeMs">Time since the child claimed it: an age, since clocks differ.</param>
public sealed record HeldInstance(Guid Id, string State, string? Zone, string? Host, string? Reason, long AgeMs);
