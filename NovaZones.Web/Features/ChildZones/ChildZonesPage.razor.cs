using Microsoft.AspNetCore.Components;
using MudBlazor;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Books;
using NovaZones.Core.Live;
using NovaZones.Core.Zones;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.ChildZones.Parts;

namespace NovaZones.Web.Features.ChildZones;

/// <summary>The zones directly below this one: their health and figures, adding, changing, testing and removing them.</summary>
public partial class ChildZonesPage
{
    private static readonly ChangeTopic[] _topics = [ChangeTopic.Children];

    private readonly HashSet<Guid> _busy = [];
    private IReadOnlyList<ChildState> _children = [];
    private Dictionary<string, ZoneNode> _nodes = new(StringComparer.Ordinal);
    private DateTimeOffset _readAt;

    /// <summary>What is known of the children.</summary>
    [Inject]
    public required ChildZoneRegistry Registry { get; init; }

    /// <summary>Changes them.</summary>
    [Inject]
    public required ChildZoneService Service { get; init; }

    /// <summary>How records agree with theirs.</summary>
    [Inject]
    public required ComparisonBook Books { get; init; }

    /// <summary>Asks before acting.</summary>
    [Inject]
    public required IDialogService Dialogs { get; init; }

    /// <summary>Says what was done.</summary>
    [Inject]
    public required ISnackbar Snackbar { get; init; }

    /// <summary>Says what stood in the way of an act.</summary>
    [Inject]
    public required GuardedActs Acts { get; init; }

    /// <summary>Whether the person may.</summary>
    [Inject]
    public required Permission Permission { get; init; }

    /// <summary>The tree as this zone may see it: what lies below a child, with addresses that are safe to follow.</summary>
    [Inject]
    public required ZoneOverview Overview { get; init; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    /// <summary>Builds addresses.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <inheritdoc />
    protected override void OnInitialized() => Read();

    private void Read()
    {
        _children = Registry.All;
        _nodes = Overview.Tree().Children.Where(node => node.Zones is null).ToDictionary(node => node.Name, StringComparer.Ordinal);
        _readAt = Time.GetUtcNow();
    }

    private Task AddAsync() => ShowEditorAsync(null);

    private Task EditAsync(ChildZone child) => ShowEditorAsync(child);

    private async Task ShowEditorAsync(ChildZone? child)
    {
        var dialog = await Dialogs.ShowAsync<ChildZoneDialog>(
            child is null ? L["Add"] : L["EditTitle", child.Name],
            new DialogParameters<ChildZoneDialog> { { d => d.Child, child } },
            new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true });
        if (await dialog.Result is { Canceled: false, Data: ChildZone saved })
        {
            Read();
            if (child is null && saved.Enabled)
            {
                await TestAsync(saved); // its figures at once, and not with the next poll; says what it found
            }
            else
            {
                Snackbar.Add(L["Saved", saved.Name], Severity.Success);
            }
        }
    }

    private Task TestAsync(ChildZone child) => Acts.DoAsync("child zones", () => TestNowAsync(child));

    private async Task TestNowAsync(ChildZone child)
    {
        await Permission.DemandAsync(AccessPolicies.Operate);
        _busy.Add(child.Id);
        try
        {
            var result = await Service.TestAsync(child.Id, CancellationToken.None);
            if (result is null)
            {
                Snackbar.Add(L["Gone", child.Name], Severity.Warning);
            }
            else
            {
                Snackbar.Add(L["Tested", child.Name, result.Message, ResourceText.Number(result.ElapsedMs)], result.Ok ? Severity.Success : Severity.Error);
            }
        }
        finally
        {
            _busy.Remove(child.Id);
        }
    }

    private Task RemoveAsync(ChildZone child) => Acts.DoAsync("child zones", () => RemoveNowAsync(child));

    private async Task RemoveNowAsync(ChildZone child)
    {
        if (await Dialogs.ConfirmAsync(L["RemoveTitle", child.Name], L["RemoveText"], L["Remove"], mustType: child.Name) is null)
        {
            return;
        }

        var outcome = await RemoveAsync(child, force: false);
        if (outcome is ChildZoneOutcome.InUse(var instances)
            && await Dialogs.ConfirmAsync(L["ForceTitle", child.Name, instances], L["ForceText", instances], L["Force"], mustType: child.Name) is not null)
        {
            outcome = await RemoveAsync(child, force: true);
        }

        if (outcome is ChildZoneOutcome.Removed or ChildZoneOutcome.NotFound)
        {
            Snackbar.Add(L["Gone", child.Name], Severity.Success);
        }
    }

    private async Task<ChildZoneOutcome> RemoveAsync(ChildZone child, bool force)
    {
        await Permission.DemandAsync(AccessPolicies.Operate);
        _busy.Add(child.Id);
        try
        {
            var outcome = await Service.RemoveAsync(child.Id, force, CancellationToken.None);
            Read();
            return outcome;
        }
        finally
        {
            _busy.Remove(child.Id);
        }
    }
}
