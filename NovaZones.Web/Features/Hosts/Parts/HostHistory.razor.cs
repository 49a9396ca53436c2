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

    private HostHistoryRecord? _record;
    private HostHistoryView? _view;
    private IReadOnlyList<(string ResourceClass, StepChart Chart)> _charts = [];
    private IReadOnlyList<LinkTab> _tabs = [];
    private (Guid Host, string Range, DateTimeOffset At) _read;
    private DateTimeOffset _begin;
    private string? _fault;
    private Guid _drawn;

    /// <summary>The host as it is.</summary>
    [Parameter]
    [EditorRequired]
    public required Host Host { get; set; }

    /// <summary>The span that is shown, by its name in the address.</summary>
    [Parameter]
    public string? Range { get; set; }

    /// <summary>What was written down.</summary>
    [Inject]
    public required HostHistoryReader Reader { get; init; }

    /// <summary>How long it is kept; longer spans are not offered.</summary>
    [Inject]
    public required IOptions<RetentionOptions> Retention { get; init; }

    /// <summary>Keeps what a fault says of itself.</summary>
    [Inject]
    public required PageFaults Faults { get; init; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    private IEnumerable<HostPoint> Newest => _view!.Points.Reverse().Take(MostRows);

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        var (range, now) = (HistoryRange.Find(HistoryRange.OfHost, Range) ?? HistoryRange.Normal(HistoryRange.OfHost), Time.GetUtcNow());
        _tabs = [.. HistoryRange.OfHost.Where(each => each.Length <= Retention.Value.HostHistory).Select(each => new LinkTab(L[each.Key], ConsoleRoutes.Host(Host.Name) + (each == HistoryRange.Normal(HistoryRange.OfHost) ? "" : $"?range={each.Key}"), each == range, null, $"range-{each.Key}"))];
        var wanted = (Host.Id, range.Key, now);
        if (_read.Host != wanted.Id || _read.Range != wanted.Key || now - _read.At >= _fresh)
        {
            _read = wanted;
            try
            {
                var record = await Reader.ReadAsync(Host, range, CancellationToken.None);
                if (_read != wanted)
                {
                    return; // another host or span was chosen meanwhile, and its answer is on the way
                }

                (_record, _fault) = (record, null);
            }
            catch (Exception ex) when (PageFaults.IsOfStore(ex))
            {
                if (_read == wanted)
                {
                    _fault ??= Faults.Note("host history", ex); // once, not with every look
                    _read = default;
                    _record = _record is { } known && known.Range == range && _drawn == Host.Id ? known : null;
                }
            }
        }

        if (_record is { } read)
        {
            _drawn = Host.Id;
            Draw(read.At(now, Host));
        }
        else
        {
            _view = null;
        }
    }

    private void Draw(HostHistoryView view)
    {
        _view = view;
        _begin = StepChart.Begin(view.From, view.Points[0].At, view.To);
        _charts = [.. view.Classes.Select(name => (name, Chart(name, _begin, view.To))).Where(each => each.Item2 is not null)!];
    }

    // A class that a host no longer offers is none of it.
    private StepChart? Chart(string resourceClass, DateTimeOffset from, DateTimeOffset now)
    {
        var steps = _view!.Points.Select(point => (point.At, Figures: point.Classes.FirstOrDefault(figures => figures.ResourceClass == resourceClass))).ToList();
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
