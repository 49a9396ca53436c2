using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using NovaZones.Core.Fleet.History;
using NovaZones.Core.Zones.History;
using NovaZones.Web.Components;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Components.Shared.Charts;
using NovaZones.Web.Jobs;

namespace NovaZones.Web.Features.Zone.Parts;

/// <summary>What the zone with everything below it offered, used and was asked over time, drawn and as a table.</summary>
public sealed partial class ZoneHistory
{
    private const double LeastRate = 0.1;

    // The page around is drawn anew all the time; what is written down changes once in some minutes.
    private static readonly TimeSpan _fresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(5);

    private IReadOnlyList<LinkTab> _tabs = [];
    private IReadOnlyList<(string ResourceClass, StepChart Chart)> _classes = [];
    private StepChart? _requests;
    private StepChart? _hosts;
    private ZoneHistoryView? _view;
    private HistoryRange? _range;
    private DateTimeOffset _from;
    private bool _isNew = true;
    private string? _fault;
    private DateTimeOffset _triedAt;
    private (string? Range, string Address) _asked;

    /// <summary>The span that is shown, by its name in the address.</summary>
    [Parameter]
    public string? Range { get; set; }

    /// <summary>The moment of which the page is: it is looked for news when this grows.</summary>
    [Parameter]
    [EditorRequired]
    public DateTimeOffset Now { get; set; }

    /// <summary>What was written down.</summary>
    [Inject]
    public required ZoneHistoryReader Reader { get; init; }

    /// <summary>Keeps what a fault says of itself.</summary>
    [Inject]
    public required PageFaults Faults { get; init; }

    /// <summary>How long it is kept; longer spans are not offered.</summary>
    [Inject]
    public required IOptions<RetentionOptions> Retention { get; init; }

    /// <summary>Builds addresses.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    private ZonePoint Last => _view!.Points[^1];

    /// <inheritdoc />
    protected override bool ShouldRender()
    {
        var isNew = _isNew;
        _isNew = false;
        return isNew;
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        var asked = (Range, Navigation.Uri);
        if (asked == _asked && _fault is not null && Now - _triedAt < _retry)
        {
            return;
        }

        if (asked == _asked && _view is { } known && Now - known.To < _fresh)
        {
            return; // several times a second
        }

        _asked = asked;
        var range = HistoryRange.Find(HistoryRange.OfZone, Range) ?? HistoryRange.Normal(HistoryRange.OfZone);
        ShowTabs(range);
        if (range == _range && _view is { } shown && Now - shown.To < _fresh)
        {
            return;
        }

        _range = range;
        _isNew = true;
        _triedAt = Now;
        try
        {
            var view = await Reader.ReadAsync(range, CancellationToken.None);
            if (range == _range)
            {
                _fault = null;
                Draw(view);
            }
        }
        catch (Exception ex) when (PageFaults.IsOfStore(ex))
        {
            if (range == _range)
            {
                _fault ??= Faults.Note("zone history", ex); // once, not with every look
                (_view, _isNew) = (_view?.Range == range ? _view : null, true);
            }
        }
    }

    private Task RetryAsync()
    {
        (_asked, _range) = (default, null);
        return OnParametersSetAsync();
    }

    // What else the page's address says, as what the tree is searched by, stays in it.
    private void ShowTabs(HistoryRange range)
    {
        LinkTab[] tabs =
        [
            .. HistoryRange.OfZone.Where(each => each.Length <= Retention.Value.ZoneHistory)
                .Select(each => new LinkTab(L[each.Key], Navigation.GetUriWithQueryParameter("range", each == HistoryRange.Normal(HistoryRange.OfZone) ? null : each.Key), each == range, null, $"zone-range-{each.Key}")),
        ];
        if (!tabs.SequenceEqual(_tabs))
        {
            (_tabs, _isNew) = (tabs, true);
        }
    }

    private void Draw(ZoneHistoryView view)
    {
        _view = view;
        _from = view.Points.Count == 0 ? view.From : StepChart.Begin(view.From, view.Points[0].At - view.Points[0].Span, view.To);
        _isNew = true;
        _classes =
        [
            .. view.Classes.Select(name => (name, Chart(
                (L["Used"], LineLook.Main, point => point.Of(name)?.Used),
                (L["Capacity"], LineLook.Bound, point => point.Of(name)?.Capacity)))).Where(each => each.Item2 is not null)!,
        ];
        _hosts = Chart(
            (L["Up"], LineLook.Main, point => point.Hosts.Up),
            (L["Down"], LineLook.Bad, point => point.Hosts.Down),
            (L["Disabled"], LineLook.Off, point => point.Hosts.Disabled));

        _requests = StepChart.Of(
            [(L["Placed"], LineLook.Main, Rates(point => point.PlacedPerSecond)), (L["Refused"], LineLook.Bad, Rates(point => point.RefusedPerSecond))],
            _from,
            view.To,
            LeastRate,
            isRound: true);
    }

    private StepChart? Chart(params (string Name, LineLook Look, Func<ZonePoint, double?> Amount)[] lines) =>
        StepChart.Of(lines.Select(line => (line.Name, line.Look, Steps(line.Amount))), _from, _view!.To);

    /// <summary>Each point holds until the next; where none was written for long, as while the zone was off, nothing is known.</summary>
    private IEnumerable<ChartStep> Steps(Func<ZonePoint, double?> amount)
    {
        var longest = (2 * _view!.Range.Step) + ZoneSampler.Interval;
        var points = _view.Points;
        for (var i = 0; i < points.Count; i++)
        {
            yield return new ChartStep(points[i].At, amount(points[i]));
            var next = i + 1 < points.Count ? points[i + 1].At : _view.To;
            if (next - points[i].At > longest)
            {
                yield return new ChartStep(points[i].At + ZoneSampler.Interval, null);
            }
        }
    }

    /// <summary>A rate belongs to the time before its point; of the time outside of these nothing is known.</summary>
    private IEnumerable<ChartStep> Rates(Func<ZonePoint, double> rate)
    {
        var points = _view!.Points;
        for (var i = 0; i < points.Count; i++)
        {
            yield return new ChartStep(points[i].At - points[i].Span, rate(points[i]));
            if (i + 1 == points.Count || points[i + 1].At - points[i + 1].Span > points[i].At)
            {
                yield return new ChartStep(points[i].At, null);
            }
        }
    }

    private string Note(string resourceClass) =>
        Last.Of(resourceClass) is { } figures ? L["Now", ResourceText.Amount(resourceClass, figures.Used), ResourceText.Amount(resourceClass, figures.Capacity)] : "";

    private string Summary(string resourceClass, StepChart chart) => L[
        "Summary", ResourceText.Label(resourceClass), ResourceText.Amount(resourceClass, (long)chart.Lines[0].Least), ResourceText.Amount(resourceClass, (long)chart.Lines[0].Most),
        ResourceText.Amount(resourceClass, (long)chart.Lines[^1].Last)];

    private static string UsedOf(ClassFigures figures) => $"{ResourceText.Amount(figures.ResourceClass, figures.Used)} / {ResourceText.Amount(figures.ResourceClass, figures.Capacity)}";

    private static string Rate(double rate) => $"{ResourceText.Number(rate)}/s";

    private static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
