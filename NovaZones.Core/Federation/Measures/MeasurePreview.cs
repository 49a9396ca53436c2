using System.Collections.Immutable;

namespace NovaZones.Core.Federation.Measures;

/// <summary>What another scale and offset of a child would have done to the last requests.</summary>
public sealed record MeasurePreview
{
    /// <value>Requests of which more than one zone had a place.</value>
    public required int Requests { get; init; }

    /// <value>Of them, those whose first instance another zone would have got.</value>
    public required int Moved { get; init; }

    /// <value>Every zone that had a place, by how often it comes first now; this zone's own hosts have an empty name.</value>
    public required ImmutableArray<ZoneStanding> Zones { get; init; }

    /// <value>Requests that would have gone elsewhere, newest first, at most <see cref="MeasurePreviewService.MostDecisions"/>.</value>
    public required ImmutableArray<MeasureDecision> Decisions { get; init; }
}

/// <summary>How a zone stands among the others.</summary>
/// <param name="Zone">Name of the child; empty for this zone's own hosts.</param>
/// <param name="Before">Requests of which it has the best place as children are measured now.</param>
/// <param name="After">The same with the other measure.</param>
/// <param name="MeanBefore">Mean place in the order, 1 is first, over the requests of which it had a place.</param>
/// <param name="MeanAfter">The same with the other measure.</param>
public sealed record ZoneStanding(string Zone, int Before, int After, double MeanBefore, double MeanAfter);

/// <summary>A request whose first instance would have gone elsewhere.</summary>
/// <param name="ReservationId">The request.</param>
/// <param name="Name">What its caller calls it.</param>
/// <param name="Before">The zone with the best place now; empty for own hosts.</param>
/// <param name="After">The zone with the best place then.</param>
/// <param name="BeforeScore">The score there, as children are measured now.</param>
/// <param name="AfterScore">The score there with the other measure.</param>
public sealed record MeasureDecision(string ReservationId, string? Name, string Before, string After, double BeforeScore, double AfterScore);
