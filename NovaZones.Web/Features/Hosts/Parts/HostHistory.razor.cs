using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.History;
using NovaZones.Web.Components;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Components.Shared.Charts;
using NovaZones.Web.Jobs;

namespace NovaZones.Web.Features.Hosts.Parts;

/// <summary>What a host offered and what was used of it over time, drawn and as a table.</summary>
public sealed partial class HostHistory
{
    private const int MostRows = 100;

    // The page around is drawn anew with every placement; what is written down changes once in many minutes.
    private static readonly TimeSpan _fresh = TimeSpan.FromMinutes(1);

    private IReadOnlyList<HostPoint>? _points;
    private IReadOnlyList<HostPoint> _shown = [];
    private IReadOnlyList<(string ResourceClass, StepChart Chart)> _charts = [];
    private IReadOnlyList<LinkTab> _tabs = [];
    private (Guid Host, string Range, DateTimeOffset At) _read;
    private DateTimeOffset _from;
    private DateTimeOffset _begin;
    private bool _isYoung;

    /// <summary>The host as it is.</summary>
    [Parameter]
    [EditorRequired]
    public required Host Host { get; set; }

    /// <summary>The span that is shown, by its name in the address.</summary>
    [Parameter]
    public string? Range { get; set; }

    /// <summary>What was written down.</summary>
    [Inject]
    public required IHostHistoryStore Store { get; init; }

    /// <summary>How long it is kept; longer spans are not offered.</summary>
    [Inject]
    public required IOptions<RetentionOptions> Retention { get; init; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    private IEnumerable<HostPoint> Newest => _shown.Reverse().Take(MostRows);

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        var (range, now) = (HistoryRange.Find(HistoryRange.OfHost, Range) ?? HistoryRange.Normal(HistoryRange.OfHost), Time.GetUtcNow());
        _tabs = [.. HistoryRange.OfHost.Where(each => each.Length <= Retention.Value.HostHistory).Select(each => new LinkTab(L[each.Key], ConsoleRoutes.Host(Host.Name) + (each == HistoryRange.Normal(HistoryRange.OfHost) ? "" : $"?range={each.Key}"), each == range, null, $"range-{each.Key}"))];
        var wanted = (Host.Id, range.Key, now);
        if (_read.Host != wanted.Id || _read.Range != wanted.Key || now - _read.At >= _fresh)
        {
            _read = wanted;
            _points = await Store.ReadAsync(Host.Id, now - range.Length - HostSampler.Repeat, CancellationToken.None);
        }

        if (_points is { } points)
        {
            Draw(points, now - range.Length, now);
        }
    }

    private void Draw(IReadOnlyList<HostPoint> points, DateTimeOffset from, DateTimeOffset now)
    {
        var current = HostFigures.Of(Host).Classes;
        _isYoung = points.Count == 0;
        var all = points.Count > 0 && points[^1].Classes.SequenceEqual(current) ? points : [.. points, new HostPoint(now, current)];
        var before = all.LastOrDefault(point => point.At <= from);
        _shown = [.. all.Where(point => point.At > from || point == before)];
        (_from, _begin) = (from, StepChart.Begin(from, _shown[0].At, now));
        _charts =
        [
            .. _shown.SelectMany(point => point.Classes).Select(figures => figures.ResourceClass).Distinct(StringComparer.Ordinal)
                .OrderBy(ResourceText.Rank).ThenBy(name => name, StringComparer.Ordinal)
                .Select(name => (name, Chart(name, _begin, now))).Where(each => each.Item2 is not null)!,
        ];
    }

    // A class that a host no longer offers is none of it.
    private StepChart? Chart(string resourceClass, DateTimeOffset from, DateTimeOffset now)
    {
        var steps = _shown.Select(point => (point.At, Figures: point.Classes.FirstOrDefault(figures => figures.ResourceClass == resourceClass))).ToList();
        return StepChart.Of(
            [
                (L["Used"], LineLook.Main, steps.Select(step => new ChartStep(step.At, step.Figures.Used))),
                (L["Capacity"], LineLook.Bound, steps.Select(step => new ChartStep(step.At, step.Figures.Capacity))),
            ],
            from,
            now);
    }

    private static string Amount(string resourceClass, double amount) => ResourceText.Amount(resourceClass, (long)amount);

    private static string Cell(HostPoint point, string resourceClass) =>
        point.Classes.FirstOrDefault(figures => figures.ResourceClass == resourceClass) is { ResourceClass: not null } found
            ? $"{ResourceText.Amount(resourceClass, found.Used)} / {ResourceText.Amount(resourceClass, found.Capacity)}"
            : "—";
}
