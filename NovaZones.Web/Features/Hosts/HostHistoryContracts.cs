using System.Collections.Immutable;

namespace NovaZones.Web.Features.Hosts;

/// <summary>A host over a span of time.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Range">The span: <c>1h</c>, <c>3h</c>, <c>1d</c>, <c>3d</c>, <c>7d</c> or <c>30d</c>; nothing is older than <c>Retention:HostHistory</c>.</param>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
/// <param name="Points">What is known, oldest first: each holds until the next. The first may be older than the span, in whose beginning it holds.</param>
public sealed record HostHistoryResponse(string Host, string Range, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<HostPointResponse> Points)
{
    /// <summary>The answer for what is shown.</summary>
    internal static HostHistoryResponse Of(HostHistoryView view) => new(
        view.Host,
        view.Range.Key,
        view.From,
        view.To,
        [
            .. view.Points.Select(point => new HostPointResponse(
                point.At, point.Classes.ToImmutableSortedDictionary(c => c.ResourceClass, c => new HostClassResponse(c.Capacity, c.Used), StringComparer.Ordinal))),
        ]);
}

/// <summary>What a host offered, and what was used of it, from a moment on.</summary>
/// <param name="At">The moment.</param>
/// <param name="Resources">Capacity and use by resource class, summed over its providers.</param>
public sealed record HostPointResponse(DateTimeOffset At, ImmutableSortedDictionary<string, HostClassResponse> Resources);

/// <summary>Capacity and use of a class of a host, in its unit.</summary>
/// <param name="Capacity">What can be placed.</param>
/// <param name="Used">What is placed.</param>
public sealed record HostClassResponse(long Capacity, long Used);
