namespace NovaZones.Web.Features.Hosts;

/// <summary>A span of time before now that a chart shows.</summary>
/// <param name="Key">Its name in the address.</param>
/// <param name="Length">How long.</param>
public sealed record HistoryRange(string Key, TimeSpan Length)
{
    /// <summary>What may be chosen, the shortest first.</summary>
    public static IReadOnlyList<HistoryRange> All { get; } =
        [new("3h", TimeSpan.FromHours(3)), new("1d", TimeSpan.FromDays(1)), new("3d", TimeSpan.FromDays(3)), new("30d", TimeSpan.FromDays(30))];

    /// <summary>What is shown when nothing else is chosen.</summary>
    public static HistoryRange Normal { get; } = All[1];

    /// <summary>The span of that name, or the normal one.</summary>
    public static HistoryRange Of(string? key) => All.FirstOrDefault(range => range.Key == key) ?? Normal;
}
