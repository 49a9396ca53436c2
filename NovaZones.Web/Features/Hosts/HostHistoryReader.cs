using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.History;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Components.Shared.Charts;

namespace NovaZones.Web.Features.Hosts;

/// <summary>What a host's page, its files and the API tell of its past: the same points.</summary>
public sealed class HostHistoryReader(IHostHistoryStore store, TimeProvider time)
{
    /// <summary>What was written down of a host that bears on a span of time that ends now.</summary>
    public async Task<HostHistoryRecord> ReadAsync(Host host, HistoryRange range, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(range);
        var now = time.GetUtcNow();
        return new HostHistoryRecord(range, now, await store.ReadAsync(host.Id, now - range.Length - HostSampler.Repeat, cancellationToken));
    }
}

/// <summary>What was written down of a host.</summary>
/// <param name="Range">The span that it bears on.</param>
/// <param name="ReadAt">When it was read, UTC.</param>
/// <param name="Points">The points, oldest first.</param>
public sealed record HostHistoryRecord(HistoryRange Range, DateTimeOffset ReadAt, IReadOnlyList<HostPoint> Points)
{
    /// <summary>The span as it is at a moment, with the host's figures of that moment.</summary>
    public HostHistoryView At(DateTimeOffset now, Host host)
    {
        var (from, current) = (now - Range.Length, HostFigures.Of(host).Classes);
        var all = Points.Count > 0 && Points[^1].Classes.SequenceEqual(current) ? Points : [.. Points, new HostPoint(now, current)];
        var before = all.LastOrDefault(point => point.At <= from);
        return new HostHistoryView(host.Name, Range, from, now, Points.Count == 0, [.. all.Where(point => point.At > from || point == before)]);
    }
}

/// <summary>A host over a span of time.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Range">The span.</param>
/// <param name="From">Its beginning, UTC.</param>
/// <param name="To">Its end, UTC.</param>
/// <param name="IsYoung">Whether nothing was written down yet, so that only the present is known.</param>
/// <param name="Points">What is known, oldest first: each holds until the next. The first may be older than the span, in whose beginning it holds.</param>
public sealed record HostHistoryView(string Host, HistoryRange Range, DateTimeOffset From, DateTimeOffset To, bool IsYoung, IReadOnlyList<HostPoint> Points)
{
    /// <summary>Every class that any point knows, in the order in which they are shown.</summary>
    public IReadOnlyList<string> Classes { get; } =
    [
        .. Points.SelectMany(point => point.Classes).Select(figures => figures.ResourceClass).Distinct(StringComparer.Ordinal)
            .OrderBy(ResourceText.Rank).ThenBy(name => name, StringComparer.Ordinal),
    ];
}
