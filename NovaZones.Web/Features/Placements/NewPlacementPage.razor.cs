using Microsoft.AspNetCore.Components;
using NovaZones.Core;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Capacity;
using NovaZones.Core.Placement.Commit;
using NovaZones.Core.Placement.Pending;
using NovaZones.Core.Policies;
using NovaZones.Web.Components;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Placements;

/// <summary>Asks for a placement by form or as JSON, for real or dry, and shows the call that does the same.</summary>
public partial class NewPlacementPage : IDisposable
{
    private const string DraftName = "new placement";

    private readonly PlacementDraft _draft = new();
    private readonly CancellationTokenSource _left = new();
    private IReadOnlyList<Fault> _faults = [];
    private PlacementAnswer? _planned;
    private CapacityAnswer? _capacity;
    private string? _note;
    private bool _isBusy;
    private bool _isRestored;
    private bool _mayKeep;
    private string _kept = "";

    /// <summary>Checks the request.</summary>
    [Inject]
    public required PlacementRequestParser Parser { get; init; }

    /// <summary>Places.</summary>
    [Inject]
    public required PendingPlacementService Placements { get; init; }

    /// <summary>Places what a dry run planned.</summary>
    [Inject]
    public required PlanCommitService Commits { get; init; }

    /// <summary>Counts how many would fit.</summary>
    [Inject]
    public required CapacityService Capacity { get; init; }

    /// <summary>The policies, to choose from.</summary>
    [Inject]
    public required PolicyBook Policies { get; init; }

    /// <summary>The weighers, to choose from.</summary>
    [Inject]
    public required PluginCatalog Catalog { get; init; }

    /// <summary>Builds addresses.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>Says what stood in the way of an act.</summary>
    [Inject]
    public required GuardedActs Acts { get; init; }

    /// <summary>Keeps what is entered.</summary>
    [Inject]
    public required Drafts Drafts { get; init; }

    /// <summary>Whether the person may, and who it is.</summary>
    [Inject]
    public required Permission Permission { get; init; }

    /// <summary><c>json</c> for the text view.</summary>
    [SupplyParameterFromQuery(Name = "view")]
    public string? View { get; set; }

    private bool IsJson => View == "json";

    private IReadOnlyList<LinkTab> Tabs =>
    [
        new(L["Form"], Navigation.GetUriWithQueryParameter("view", (string?)null), !IsJson, TestId: "view-form"),
        new(L["Json"], Navigation.GetUriWithQueryParameter("view", "json"), IsJson, TestId: "view-json"),
    ];

    /// <inheritdoc />
    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _kept = _draft.Text;
        if (RendererInfo.IsInteractive)
        {
            if (await Drafts.TakeAsync<string>(DraftName) is { } entered)
            {
                _draft.SetText(entered);
                (_kept, _isRestored) = (entered, true);
            }

            _mayKeep = true;
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_mayKeep && _draft.Text != _kept)
        {
            _kept = _draft.Text;
            await Drafts.KeepAsync(DraftName, _kept);
        }
    }

    private void StartOver()
    {
        _isRestored = false;
        WriteText(new PlacementDraft().Text);
    }

    private void WriteText(string text)
    {
        _draft.SetText(text);
        Changed();
    }

    private void Changed() => (_faults, _planned, _capacity, _note) = ([], null, null, null);

    private Task SendAsync(bool dryRun) => GuardAsync(() => SendNowAsync(dryRun));

    private Task CommitAsync(string plan) => GuardAsync(() => CommitNowAsync(plan));

    private Task CountAsync() => GuardAsync(CountNowAsync);

    private async Task GuardAsync(Func<Task> act)
    {
        if (await Acts.TryAsync("new placement", act) is { } fault)
        {
            _faults = [fault];
        }
    }

    private async Task SendNowAsync(bool dryRun)
    {
        Changed();
        await Permission.DemandAsync(AccessPolicies.PlacementsWrite);
        if (!Parser.TryRead(_draft.ToBody(dryRun), out var request, out var faults) || request is null)
        {
            _faults = faults;
            return;
        }

        await RunAsync(async () => Show(await Placements.SubmitAsync(new PlacementCommand(request, await Permission.CallerAsync()), respondAsync: false, _left.Token)));
    }

    private async Task CommitNowAsync(string plan)
    {
        Changed();
        await Permission.DemandAsync(AccessPolicies.PlacementsWrite);
        await RunAsync(async () => Show(await Commits.CommitAsync(plan, await Permission.CallerAsync(), null, _left.Token)));
    }

    private async Task CountNowAsync()
    {
        Changed();
        await Permission.DemandAsync(AccessPolicies.Read);
        if (!Parser.TryRead(_draft.ToBody(false), out var request, out var faults) || request is null)
        {
            _faults = faults;
            return;
        }

        await RunAsync(async () => Show(await Capacity.CountAsync(request, _left.Token)));
    }

    private async Task RunAsync(Func<Task> act)
    {
        _isBusy = true;
        try
        {
            await act();
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The person left; what was claimed is in the list of placements.
        }
        finally
        {
            _isBusy = false;
        }
    }

    private void Show(CapacityOutcome outcome)
    {
        switch (outcome)
        {
            case CapacityOutcome.Counted(var answer):
                _capacity = answer;
                break;
            case CapacityOutcome.UnknownPolicy(var policy):
                _faults = [new Fault("policy", L["NoPolicy", policy])];
                break;
            case CapacityOutcome.Invalid(var wrong):
                _faults = wrong;
                break;
            case CapacityOutcome.Loop:
                _note = L["CountFailed"];
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void Show(PlacementOutcome outcome)
    {
        switch (outcome)
        {
            case PlacementOutcome.Placed(var answer, _):
                Navigation.NavigateTo(ConsoleRoutes.Placement(answer.ReservationId));
                break;
            case PlacementOutcome.NoValidHost(var refusal) when refusal.ReservationId.Length > 0 && refusal.Explanation is { Length: > 0 }:
                Navigation.NavigateTo(ConsoleRoutes.Placement(refusal.ReservationId));
                break;
            case PlacementOutcome.NoValidHost(var refusal):
                _note = refusal.Detail;
                break;
            case PlacementOutcome.Planned(var answer):
                _planned = answer;
                break;
            case PlacementOutcome.Accepted(var pending):
                Navigation.NavigateTo(ConsoleRoutes.Placement(pending.ReservationId));
                break;
            case PlacementOutcome.TooManyPending(var limit):
                _note = L["TooManyPending", limit];
                break;
            case PlacementOutcome.PlanChanged(var changed):
                Navigation.NavigateTo(ConsoleRoutes.Placement(changed.ReservationId));
                break;
            case PlacementOutcome.PlanRefused(var reason):
                _note = L["PlanRefused", reason];
                break;
            case PlacementOutcome.UnknownPolicy(var policy):
                _faults = [new Fault("policy", L["NoPolicy", policy])];
                break;
            case PlacementOutcome.Invalid(var wrong):
                _faults = wrong;
                break;
            default:
                throw new System.Diagnostics.UnreachableException(); // no retry key is sent from here
        }
    }
}
