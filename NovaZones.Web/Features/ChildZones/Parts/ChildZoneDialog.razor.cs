using Microsoft.AspNetCore.Components;
using MudBlazor;
using NovaZones.Core;
using NovaZones.Core.Federation;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.ChildZones.Parts;

/// <summary>Adds or changes a child zone; closes with the row as it was saved. The stored token never comes here.</summary>
public partial class ChildZoneDialog
{
    private string? _name;
    private string? _apiUrl;
    private string? _token;
    private double _offset;
    private double _scale = 1;
    private bool _enabled = true;
    private IReadOnlyList<Fault> _faults = [];
    private ChildTestResult? _trial;
    private bool _isGone;
    private bool _isBusy;

    /// <summary>The child to change; null adds one.</summary>
    [Parameter]
    public ChildZone? Child { get; set; }

    /// <summary>Saves.</summary>
    [Inject]
    public required ChildZoneService Service { get; init; }

    /// <summary>Says what stood in the way of an act.</summary>
    [Inject]
    public required GuardedActs Acts { get; init; }

    /// <summary>Whether the person may.</summary>
    [Inject]
    public required Permission Permission { get; init; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        if (Child is { } child)
        {
            (_name, _apiUrl) = (child.Name, child.ApiUrl.ToString());
            (_offset, _scale, _enabled) = (child.WeightOffset, child.WeightScale, child.Enabled);
        }
    }

    private void TakeBack() => (_scale, _offset) = (Child!.WeightScale, Child.WeightOffset);

    private string? Of(string field) =>
        _faults.Where(f => f.Field == field).Select(f => f.Message).ToList() is { Count: > 0 } messages ? string.Join("; ", messages) : null;

    private ChildZoneDraft Draft() => new(_name?.Trim(), _apiUrl?.Trim(), string.IsNullOrEmpty(_token) ? null : _token, _offset, _scale, _enabled);

    private Task TryAsync() => GuardAsync(TryNowAsync);

    private Task SaveAsync() => GuardAsync(SaveNowAsync);

    private async Task GuardAsync(Func<Task> act)
    {
        if (await Acts.TryAsync("child zone", act) is { } fault)
        {
            _faults = [fault];
        }
    }

    private async Task TryNowAsync()
    {
        await Permission.DemandAsync(AccessPolicies.Operate);
        (_isBusy, _trial) = (true, null);
        try
        {
            (_faults, _trial) = await Service.TryAsync(Child?.Id, Draft(), CancellationToken.None);
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task SaveNowAsync()
    {
        await Permission.DemandAsync(AccessPolicies.Operate);
        _isBusy = true;
        try
        {
            var draft = Draft();
            var outcome = Child is { } child
                ? await Service.UpdateAsync(child.Id, draft, CancellationToken.None)
                : await Service.AddAsync(draft, CancellationToken.None);
            switch (outcome)
            {
                case ChildZoneOutcome.Saved(var saved):
                    Dialog.Close(DialogResult.Ok(saved));
                    break;
                case ChildZoneOutcome.Invalid(var faults):
                    _faults = faults;
                    break;
                default:
                    _isGone = true;
                    break;
            }
        }
        finally
        {
            _isBusy = false;
        }
    }
}
