using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using MudBlazor;
using NovaZones.Core;
using NovaZones.Core.Live;
using NovaZones.Core.Placement;
using NovaZones.Core.Policies;
using NovaZones.Web.Components;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Policies;

/// <summary>How the zone decides: multipliers, filters, driver. Saving makes a new version, which counts at once.</summary>
public partial class PoliciesPage
{
    private const int MaxVersions = 50;

    private static readonly ChangeTopic[] _topics = [ChangeTopic.Policies];

    private IReadOnlyList<string> _names = [];
    private IReadOnlyList<Policy> _versions = [];
    private IReadOnlyList<Fault> _faults = [];
    private PolicyDraft? _draft;
    private Policy? _newer;
    private string? _fault;
    private Core.Policies.Preview.PolicyPreview? _preview;
    private bool _isRead;
    private bool _mayEdit;
    private bool _isBusy;

    /// <summary>The policies.</summary>
    [Inject]
    public required PolicyBook Book { get; init; }

    /// <summary>What a policy may name.</summary>
    [Inject]
    public required PluginCatalog Catalog { get; init; }

    /// <summary>Says what an operator should know of a policy.</summary>
    [Inject]
    public required PolicyReview Review { get; init; }

    /// <summary>The zone's own driver and limits.</summary>
    [Inject]
    public required IOptions<SchedulerOptions> Scheduler { get; init; }

    /// <summary>Builds addresses.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

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
    public required PageFaults FaultLog { get; init; }

    /// <summary>Whether the person may, and who it is.</summary>
    [Inject]
    public required Permission Permission { get; init; }

    /// <summary>Which policy; the default one when absent.</summary>
    [SupplyParameterFromQuery(Name = "name")]
    public string? Name { get; set; }

    private string PolicyName => string.IsNullOrEmpty(Name) ? Policy.DefaultName : Name;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        _mayEdit = await Permission.HasAsync(AccessPolicies.Operate);
        if (_draft?.Basis.Name != PolicyName)
        {
            StartOver();
        }

        await TryReadAsync();
        if (RendererInfo.IsInteractive && !_mayKeep)
        {
            await RestoreAsync();
        }

        _isRead = true;
    }

    private async Task TryReadAsync()
    {
        var name = PolicyName;
        var fault = await FaultLog.TryAsync("policies", ReadAsync);
        if (name == PolicyName)
        {
            _fault = fault;
        }
    }

    private async Task ReadAsync()
    {
        var name = PolicyName;
        var versions = await Book.ListVersionsAsync(name, MaxVersions, CancellationToken.None);
        if (name != PolicyName)
        {
            return; // another policy was chosen meanwhile
        }

        _fault = null;
        _names = [.. Book.All.Select(p => p.Name)];
        _versions = versions;
        var inForce = Book.Find(name);
        if (inForce is null || inForce.Version == _draft?.Basis.Version)
        {
            _newer = null;
        }
        else if (_draft is { HasChanges: true })
        {
            _newer = inForce; // somebody saved while this person was editing: show it, lose nothing
        }
        else
        {
            StartOver();
        }
    }

    private void StartOver()
    {
        _draft = Book.Find(PolicyName) is { } policy ? new PolicyDraft(policy, Catalog.FilterNames, Catalog.WeigherNames) : null;
        (_newer, _faults, _isRestored, _preview) = (null, [], false, null);
    }

    private void AddFilters(IReadOnlyList<string> filters)
    {
        foreach (var filter in filters)
        {
            _draft?.SetActive(filter, true);
        }
    }

    private void Previewed(Core.Policies.Preview.PolicyPreview? preview) => _preview = preview;

    private void LoadVersion(Policy version)
    {
        _draft?.Load(version);
        if (_draft is not null)
        {
            _draft.Comment = L["BackTo", version.Version];
        }
    }

    private async Task SaveAsync()
    {
        if (await Acts.TryAsync("policies", SaveNowAsync) is { } fault)
        {
            _faults = [fault];
        }
    }

    private Task RemoveAsync() => Acts.DoAsync("policies", RemoveNowAsync);

    private async Task SaveNowAsync()
    {
        if (_draft is not { } draft)
        {
            return;
        }

        await Permission.DemandAsync(AccessPolicies.Operate);
        _isBusy = true;
        try
        {
            switch (await Book.SaveAsync(draft.ToPolicy(await Permission.CallerAsync()), draft.Basis.Version, CancellationToken.None))
            {
                case PolicySaveOutcome.Saved(var saved):
                    Snackbar.Add(L["Saved", saved.Version], Severity.Success);
                    StartOver();
                    break;
                case PolicySaveOutcome.Invalid(var faults):
                    _faults = faults;
                    break;
                case PolicySaveOutcome.Conflict:
                    _newer = Book.Find(draft.Basis.Name);
                    break;
            }

            await ReadAsync();
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task RemoveNowAsync()
    {
        var name = PolicyName;
        if (await Dialogs.ConfirmAsync(L["RemoveTitle", name], L["RemoveText", _versions.Count], L["Remove"], mustType: name) is null)
        {
            return;
        }

        await Permission.DemandAsync(AccessPolicies.Operate);
        _isBusy = true;
        try
        {
            switch (await Book.RemoveAsync(name, CancellationToken.None))
            {
                case PolicyRemoveOutcome.Removed or PolicyRemoveOutcome.NotFound:
                    Snackbar.Add(L["Removed", name], Severity.Success);
                    _draft = null; // nothing of it is left to be asked about
                    Navigation.NavigateTo(ConsoleRoutes.Policies);
                    break;
                case PolicyRemoveOutcome.InUse(var requests):
                    Snackbar.Add(L["InUse", name, requests], Severity.Error);
                    break;
                case PolicyRemoveOutcome.Shipped:
                    Snackbar.Add(L["CannotRemove"], Severity.Error);
                    break;
                case PolicyRemoveOutcome.Conflict:
                    _newer = Book.Find(name);
                    break;
            }
        }
        finally
        {
            _isBusy = false;
        }
    }

    private string? Meaning(string driver) => L["Driver_" + driver] is { ResourceNotFound: false } text ? text.Value : null;
}
