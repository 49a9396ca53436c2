using System.Collections.Immutable;

namespace NovaZones.Core.Trials.Drift;

/// <summary>Placed instances that would not be placed where they are, were they asked for now.</summary>
public sealed record DriftAnswer
{
    /// <summary>What was found, in the order in which reservations were looked at: newest first.</summary>
    public required ImmutableArray<DriftItem> Items { get; init; }

    /// <summary>Instances on hosts of this zone that were looked at.</summary>
    public required int Looked { get; init; }

    /// <summary>Where to go on, or null when every reservation was looked at.</summary>
    public required string? NextCursor { get; init; }

    /// <summary>The moment for which the fleet was looked at, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }
}

/// <summary>One instance that drifted.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="ReservationId">Its reservation.</param>
/// <param name="Name">Name that its request gave, or null.</param>
/// <param name="Host">Where it is.</param>
/// <param name="Kind"><c>filter</c>: its host does not pass any more; <c>score</c>: another host is better by at least what was asked for.</param>
/// <param name="Reason">In words, with the attribute, what is wanted and what is there.</param>
/// <param name="Better">The host that it would go to now, or null when there is none.</param>
/// <param name="Score">Score of its host now, without it; null when the host does not pass.</param>
/// <param name="BetterScore">Score of the better host; null when there is none.</param>
public sealed record DriftItem(Guid InstanceId, string ReservationId, string? Name, string Host, string Kind, string Reason, string? Better, double? Score, double? BetterScore);
