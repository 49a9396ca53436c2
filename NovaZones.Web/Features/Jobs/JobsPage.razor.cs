using Microsoft.AspNetCore.Components;
using MudBlazor;
using NovaZones.Core.Live;
using NovaZones.Core.Placement.Pending;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Jobs;

namespace NovaZones.Web.Features.Jobs;

/// <summary>The recurring jobs with what became of their last run, and the requests that are answered later.</summary>
public partial class JobsPage
{
    private static readonly ChangeTopic[] _topics = [ChangeTopic.Jobs, ChangeTopic.Placements];

    private IReadOnlyList<JobLine>? _jobs;
    private PendingCounts _pending;
    private string? _fault;
    private IReadOnlyList<JobLine>? _read;
    private string? _readFault;

    /// <summary>The jobs.</summary>
    [Inject]
    public required JobBoard Board { get; init; }

    /// <summary>Requests that are answered later.</summary>
    [Inject]
    public required PendingBook Pending { get; init; }

    /// <summary>Says what was done.</summary>
    [Inject]
    public required ISnackbar Snackbar { get; init; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    /// <summary>Keeps what a fault says of itself.</summary>
    [Inject]
    public required PageFaults Faults { get; init; }

    /// <summary>Says what stood in the way of an act.</summary>
    [Inject]
    public required GuardedActs Acts { get; init; }

    /// <summary>Whether the person may.</summary>
    [Inject]
    public required Permission Permission { get; init; }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        await ReadAsync();
        Show();
    }

    private static string Duration(TimeSpan took) =>
        took < TimeSpan.FromSeconds(1) ? $"{took.TotalMilliseconds:0} ms" : took < TimeSpan.FromMinutes(2) ? $"{ResourceText.Number(took.TotalSeconds)} s" : $"{ResourceText.Number(took.TotalMinutes)} min";

    /// <summary>Hangfire's stores cannot be awaited: neither the circuit's own turn nor that of all pages must wait for them.</summary>
    private async Task ReadAsync()
    {
        try
        {
            (_read, _readFault) = (await Task.Run(Board.Read), null);
        }
        catch (Exception ex) when (PageFaults.IsOfStore(ex))
        {
            _readFault ??= Faults.Note("jobs", ex); // once, not with every look; the lines of before stay, with what happened above them
        }
    }

    private void Show() => (_jobs, _fault, _pending) = (_read, _readFault, Pending.Counts());

    private string InWords(string cron)
    {
        var schedule = Schedule.Of(cron);
        return L[schedule.Word, schedule.Value];
    }

    private string NameOf(string id)
    {
        var name = L["job:" + id];
        return name.ResourceNotFound ? id : name;
    }

    private Task RunAsync(string id) => Acts.DoAsync("jobs", () => RunNowAsync(id));

    private async Task RunNowAsync(string id)
    {
        await Permission.DemandAsync(AccessPolicies.Operate);
        if (await Task.Run(() => Board.RunNow(id)))
        {
            Snackbar.Add(L["Started", NameOf(id)], Severity.Success);
        }
        else
        {
            Snackbar.Add(L["Gone", NameOf(id)], Severity.Warning);
        }

        await ReadAsync();
        Show();
    }
}
