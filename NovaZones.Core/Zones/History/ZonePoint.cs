using System.Collections.Immutable;
using NovaZones.Core.Fleet.History;

namespace NovaZones.Core.Zones.History;

/// <summary>The zone with everything below it at some moment, and what was asked of it since the one before.</summary>
/// <param name="At">The moment, UTC.</param>
/// <param name="Span">The time before it to which <paramref name="Requests"/> belong.</param>
/// <param name="Requests">What became of the requests of that time.</param>
/// <param name="Hosts">Hosts by state.</param>
/// <param name="Classes">Capacity and use by resource class (ordinal).</param>
public sealed record ZonePoint(DateTimeOffset At, TimeSpan Span, RequestCounts Requests, HostCounts Hosts, ImmutableArray<ClassFigures> Classes)
{
    /// <summary>Requests placed a second.</summary>
    public double PlacedPerSecond => PerSecond(Requests.Placed);

    /// <summary>Requests refused a second.</summary>
    public double RefusedPerSecond => PerSecond(Requests.Refused);

    /// <summary>Capacity and use of a class, or null when it was not known.</summary>
    public ClassFigures? Of(string resourceClass)
    {
        foreach (var figures in Classes)
        {
            if (figures.ResourceClass == resourceClass)
            {
                return figures;
            }
        }

        return null;
    }

    /// <summary>The last point of each step of time, with the requests of all points of that step.</summary>
    /// <param name="points">Points, oldest first.</param>
    /// <param name="step">Steps are counted from a fixed moment, so that the same points give the same ones whenever they are read.</param>
    public static IReadOnlyList<ZonePoint> Thin(IEnumerable<ZonePoint> points, TimeSpan step)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step, TimeSpan.Zero);
        return
        [
            .. points.GroupBy(point => point.At.UtcTicks / step.Ticks).Select(group => group.Aggregate((sum, next) =>
                next with { Span = sum.Span + next.Span, Requests = sum.Requests + next.Requests })),
        ];
    }

    private double PerSecond(long requests) => Span > TimeSpan.Zero ? requests / Span.TotalSeconds : 0;
}

/// <summary>What became of requests.</summary>
/// <param name="Placed">Placed, wholly or in part.</param>
/// <param name="Refused">Refused.</param>
public readonly record struct RequestCounts(long Placed, long Refused)
{
    /// <summary>Both together.</summary>
    public static RequestCounts operator +(RequestCounts left, RequestCounts right) => new(left.Placed + right.Placed, left.Refused + right.Refused);
}
