using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using MudBlazor;
using NovaZones.Core.Assignments;
using NovaZones.Core.Fleet;
using NovaZones.Core.Live;
using NovaZones.Core.Placement;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Hosts;

/// <summary>One host: what it offers, what it says of itself, what runs there, and the operator's switch.</summary>
public partial class HostPage
{
    private const int MaxInstances = 200;

    private static readonly ChangeTopic[] _topics = [ChangeTopic.Hosts, ChangeTopic.Placements];

    private Host? _host;
    private IReadOnlyList<Assignment> _assignments = [];
    private DateTimeOffset _now;
    private string? _fault;
    private bool _isRead;
    private bool _isBusy;

    /// <summary>Name of the host.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    /// <summary>The span of time that the charts show, see <see cref="Components.Shared.Charts.HistoryRange.OfHost"/>.</summary>
    [SupplyParameterFromQuery(Name = "range")]
    public string? Range { get; set; }

    /// <summary>The hosts.</summary>
    [Inject]
    public required FleetView Fleet { get; init; }

    /// <summary>Turns the switch.</summary>
    [Inject]
    public required HostService Service { get; init; }

    /// <summary>What is placed on it, and what it says of that.</summary>
    [Inject]
    public required AssignmentService Assignments { get; init; }

    /// <summary>When a silent host counts as down.</summary>
    [Inject]
    public required IOptions<SchedulerOptions> Scheduler { get; init; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    /// <summary>Asks before acting.</summary>
    [Inject]
    public required IDialogService Dialogs { get; init; }

    /// <summary>Says what was done.</summary>
    [Inject]
    public required ISnackbar Snackbar { get; init; }

    /// <summary>Says what stood in the way of an act.</summary>
    [Inject]
    public required GuardedActs Acts { get; init; }

    /// <summary>Keeps what a fault says of itself.</summary>
    [Inject]
    public required PageFaults Faults { get; init; }

    /// <summary>Whether the person may.</summary>
    [Inject]
    public required Permission Permission { get; init; }

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => TryReadAsync();

    private async Task TryReadAsync()
    {
        var name = Name;
        var fault = await Faults.TryAsync("host", ReadAsync);
        if (name == Name)
        {
            _fault = fault;
        }
    }

    private async Task ReadAsync()
    {
        var name = Name;
        var host = Fleet.Current.Find(name);
        IReadOnlyList<Assignment> assignments = host is { InstanceCount: > 0 } && await Assignments.ListAsync(name, null, MaxInstances, CancellationToken.None) is AssignmentOutcome.Listed listed ? listed.Assignments : [];
        if (name == Name)
        {
            // Else the page shows another host meanwhile.
            (_host, _assignments, _now, _fault, _isRead) = (host, assignments, Time.GetUtcNow(), null, true);
        }
    }

    private async Task DisableAsync()
    {
        var reason = await Dialogs.ConfirmAsync(L["DisableTitle", Name], L["DisableText"], L["Disable"], L["Reason"]);
        if (reason is not null)
        {
            await SwitchAsync(AdminState.Disabled, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim());
        }
    }

    private Task RemoveAsync() => Acts.DoAsync("host", RemoveNowAsync);

    private async Task RemoveNowAsync()
    {
        if (await Dialogs.ConfirmAsync(L["RemoveTitle", Name], L["RemoveText"], L["Remove"], mustType: Name) is null)
        {
            return;
        }

        await Permission.DemandAsync(AccessPolicies.Operate);
        _isBusy = true;
        try
        {
            var outcome = await Service.RemoveAsync(Name, force: false, CancellationToken.None);
            if (outcome == HostRemoveOutcome.InUse
                && await Dialogs.ConfirmAsync(L["ForceTitle", Name, _host?.InstanceCount ?? 0], L["ForceText"], L["Force"], mustType: Name) is not null)
            {
                await Permission.DemandAsync(AccessPolicies.Operate);
                outcome = await Service.RemoveAsync(Name, force: true, CancellationToken.None);
            }

            if (outcome != HostRemoveOutcome.InUse)
            {
                Snackbar.Add(L["RemovedNow", Name], Severity.Success);
            }

            await ReadAsync();
        }
        finally
        {
            _isBusy = false;
        }
    }

    private Task EnableAsync() => SwitchAsync(AdminState.Enabled, null);

    private Task SwitchAsync(AdminState state, string? reason) => Acts.DoAsync("host", () => SwitchNowAsync(state, reason));

    private async Task SwitchNowAsync(AdminState state, string? reason)
    {
        await Permission.DemandAsync(AccessPolicies.Operate);
        _isBusy = true;
        try
        {
            var host = await Service.SetAdminStateAsync(Name, state, reason, CancellationToken.None);
            Snackbar.Add(host is null ? L["GoneTitle", Name] : L[state == AdminState.Disabled ? "DisabledNow" : "EnabledNow", Name], host is null ? Severity.Warning : Severity.Success);
            await ReadAsync();
        }
        finally
        {
            _isBusy = false;
        }
    }
}
