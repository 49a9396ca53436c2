using System.Collections.Immutable;
using NovaZones.Core.Zones;

namespace NovaZones.Web.Features.Zone;

/// <summary>The zone with everything below it over a span of time.</summary>
/// <param name="Range">The span: <c>1h</c>, <c>1d</c> or <c>7d</c>.</param>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
/// <param name="StepSeconds">Time between two points, about.</param>
/// <param name="Points">What is known, oldest first.</param>
public sealed record ZoneHistoryResponse(string Range, DateTimeOffset From, DateTimeOffset To, double StepSeconds, IReadOnlyList<ZonePointResponse> Points)
{
    /// <summary>The answer for what is shown.</summary>
    internal static ZoneHistoryResponse Of(ZoneHistoryView view) => new(
        view.Range.Key,
        view.From,
        view.To,
        view.Range.Step.TotalSeconds,
        [
            .. view.Points.Select(point => new ZonePointResponse(
                point.At, Math.Round(point.Span.TotalSeconds, 3), point.Requests.Placed, point.Requests.Refused, point.Hosts,
                point.Classes.ToImmutableSortedDictionary(c => c.ResourceClass, c => new ZoneClassResponse(c.Capacity, c.Used), StringComparer.Ordinal))),
        ]);
}

/// <summary>The zone at a moment, and what was asked of it in the time before.</summary>
/// <param name="At">The moment.</param>
/// <param name="SpanSeconds">The time before it in which the requests came.</param>
/// <param name="Placed">Requests of that time that were placed, wholly or in part.</param>
/// <param name="Refused">Requests of that time that were refused.</param>
/// <param name="Hosts">Hosts by state.</param>
/// <param name="Resources">Capacity and use by resource class.</param>
public sealed record ZonePointResponse(
    DateTimeOffset At, double SpanSeconds, long Placed, long Refused, HostCounts Hosts, ImmutableSortedDictionary<string, ZoneClassResponse> Resources);

/// <summary>Capacity and use of a class, in its unit.</summary>
/// <param name="Capacity">Over hosts that are up and enabled.</param>
/// <param name="Used">Over all hosts.</param>
public sealed record ZoneClassResponse(long Capacity, long Used);
