using System.Globalization;
using Microsoft.Extensions.Localization;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Placement.Pending;
using NovaZones.Core.Zones;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Features.Overview.Parts;

namespace NovaZones.Web.Features.Overview;

/// <summary>What the overview shows, made once for all consoles that are open, down to its words.</summary>
/// <remarks>
/// Thread-safe. Who asks while a picture is being made is given that one, as with <see cref="RecentPlacements"/>: a change that came too late for it is seen
/// with the next look. A picture is made anew when the zone's figures, the newest requests or the number of those that wait differ; parts of it that say
/// the same as before are the same objects, so that who drew them sees by their identity that there is nothing to draw. The words are those of
/// the process: consoles have no languages of their own.
/// </remarks>
public sealed class OverviewBoard(
    ZoneOverview overview,
    RecentPlacements recent,
    PendingBook pending,
    IStringLocalizer<OverviewPage> words,
    IStringLocalizer<LatestPlacements> rowWords,
    IStringLocalizer<StateChip> stateWords,
    TimeProvider time)
{
    private const int Shown = 12;

    private readonly Lock _lock = new(); // guards _making
    private Task<OverviewPicture>? _making;
    private Made? _last; // of the one who makes

    /// <summary>The picture as it is now; whoever asks while one is being made is given that one.</summary>
    public Task<OverviewPicture> ReadAsync()
    {
        lock (_lock)
        {
            // Awaited, not waited for: adding up a large zone takes a while, and threads that stand still for it are missing to those who place.
            return _making = _making is { IsCompleted: false } running ? running : Task.Run(MakeAsync);
        }
    }

    private async Task<OverviewPicture> MakeAsync()
    {
        var page = await recent.ReadAsync();
        var (info, counts) = (overview.Current(), pending.Counts());
        var last = _last;
        if (last is null || !ReferenceEquals(last.Page, page) || !ReferenceEquals(last.Info, info) || last.Counts != counts)
        {
            _last = last = new Made(page, info, counts, Make(page, info, counts, last?.Picture));
        }

        return last.Picture;
    }

    private OverviewPicture Make(ReservationPage page, ZoneInfo info, PendingCounts counts, OverviewPicture? last)
    {
        var (now, root) = (time.GetUtcNow(), overview.Tree());
        var zones = ZoneCount.Of(root);
        var main = root.Resources.Where(r => ResourceText.IsMain(r.Key) && r.Value.Capacity > 0).OrderBy(r => ResourceText.Rank(r.Key)).ToList();
        var rows = last?.Latest.ToDictionary(row => row.Id, StringComparer.Ordinal);
        return new OverviewPicture
        {
            ReadAt = now,
            Name = info.Name,
            Lead = words["Lead", info.Name, info.Driver, info.Policy, info.PolicyVersion, info.Version],
            Root = root,
            Zones = zones.All,
            Classes = Same(last?.Classes, [.. main.Select(figure => figure.Key)]),
            Figures = Same(last?.Figures, FiguresOf(root, main, PlacementPace.Of(page, now), counts, zones)),
            Latest = Same(last?.Latest, [.. page.Items.Take(Shown).Select(item => RowOf(item, rows?.GetValueOrDefault(item.Id)))]),
            Refusals = RefusalSummary.Of(page.Items, last?.Refusals),
            Fits = Same(last?.Fits, [.. (info.Summary.Fits.IsDefault ? [] : info.Summary.Fits).Select(FitRow.Of)]),
        };
    }

    private IReadOnlyList<FigureText> FiguresOf(ZoneNode root, List<KeyValuePair<string, ResourceSummary>> main, PlacementPace pace, PendingCounts counts, ZoneCount zones) =>
    [
        new(
            words["Zones"],
            $"{Count(zones.Online)} / {Count(zones.All)}",
            zones.Untold > 0 ? words["ZonesOnlineOfTold", Count(zones.Untold)] : words["ZonesOnline"],
            zones.Online + zones.Untold == zones.All ? Tone.Neutral : Tone.Bad,
            "card-zones"),
        new(words["Hosts"], Count(root.Hosts.Up), words["HostsNote", Count(root.Hosts.Down), Count(root.Hosts.Disabled)], root.Hosts.Down == 0 ? Tone.Neutral : Tone.Warn, "card-hosts"),
        .. main.Select(figure => new FigureText(
            ResourceText.Label(figure.Key),
            Share(figure.Value),
            words["OfCapacity", ResourceText.Amount(figure.Key, figure.Value.Used), ResourceText.Amount(figure.Key, figure.Value.Capacity)],
            Tone.Neutral,
            $"card-{figure.Key}")),
        new(
            words["PlacementsPerSecond"],
            ResourceText.Number(pace.PlacedPerMinute / 60),
            words["PerMinuteOver", ResourceText.Number(pace.PlacedPerMinute), ResourceText.Number(pace.Span.TotalSeconds)],
            Tone.Neutral,
            "card-placed"),
        new(words["RefusalsPerMinute"], ResourceText.Number(pace.RefusedPerMinute), words["Over", ResourceText.Number(pace.Span.TotalSeconds)], pace.RefusedPerMinute > 0 ? Tone.Warn : Tone.Neutral, "card-refused"),
        new(words["Waiting"], Count(counts.Waiting), words["WaitingNote", Count(counts.Queued + counts.Trying)], counts.Waiting > 0 ? Tone.Warn : Tone.Neutral, "card-waiting"),
    ];

    private LatestRow RowOf(Reservation item, LatestRow? last)
    {
        if (last?.Says(item) == true)
        {
            return last;
        }

        var look = StateLook.Of(item.State);
        string placed = rowWords["Placed", item.Placed, item.Requested];
        return new LatestRow(item, item.Reason is null ? placed : $"{placed} · {item.Reason}", StateChip.Draw(look, stateWords[look.Word], item.Reason));
    }

    private static IReadOnlyList<T> Same<T>(IReadOnlyList<T>? last, IReadOnlyList<T> now) => last is not null && last.SequenceEqual(now) ? last : now;

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(ResourceSummary figure) =>
        ((double)figure.Used / figure.Capacity * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private sealed record Made(ReservationPage Page, ZoneInfo Info, PendingCounts Counts, OverviewPicture Picture);
}
