using NovaZones.Core.Zones.History;

namespace NovaZones.Web.Components.Shared.Charts;

/// <summary>A span of time before now that charts show.</summary>
/// <param name="Key">Its name in the address.</param>
/// <param name="Length">How long.</param>
public sealed record HistoryRange(string Key, TimeSpan Length)
{
    /// <summary>What may be chosen of a host, the shortest first.</summary>
    public static IReadOnlyList<HistoryRange> OfHost { get; } =
    [
        new("1h", TimeSpan.FromHours(1)), new("3h", TimeSpan.FromHours(3)), new("1d", TimeSpan.FromDays(1)),
        new("3d", TimeSpan.FromDays(3)), new("7d", TimeSpan.FromDays(7)), new("30d", TimeSpan.FromDays(30)),
    ];

    /// <summary>What may be chosen of the zone, the shortest first: at most a hundred points each.</summary>
    public static IReadOnlyList<HistoryRange> OfZone { get; } =
    [
        new("1h", TimeSpan.FromHours(1)),
        new("1d", TimeSpan.FromDays(1)) { Step = TimeSpan.FromMinutes(15) },
        new("7d", TimeSpan.FromDays(7)) { Step = TimeSpan.FromHours(2) },
    ];

    /// <summary>Time between two points that are shown.</summary>
    public TimeSpan Step { get; init; } = ZoneSampler.Interval;

    /// <summary>What is shown when nothing else is chosen: a day.</summary>
    /// <param name="ranges">What may be chosen.</param>
    public static HistoryRange Normal(IReadOnlyList<HistoryRange> ranges) => ranges.First(range => range.Length == TimeSpan.FromDays(1));

    /// <summary>The span of that name, or null.</summary>
    /// <param name="ranges">What may be chosen.</param>
    /// <param name="key">Its name.</param>
    public static HistoryRange? Find(IReadOnlyList<HistoryRange> ranges, string? key) => ranges.FirstOrDefault(range => range.Key == key);
}
