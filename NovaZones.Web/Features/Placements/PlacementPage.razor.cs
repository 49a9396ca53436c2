using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using MudBlazor;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Live;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Pending;
using NovaZones.Core.Zones;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Placements;

/// <summary>One placement: where its instances are and why, and giving them back.</summary>
public partial class PlacementPage
{
    private static readonly ChangeTopic[] _topics = [ChangeTopic.Placements];
    private static readonly JsonSerializerOptions _readable = new() { WriteIndented = true };

    private Reservation? _reservation;
    private IReadOnlyList<Instance> _instances = [];
    private PlacementExplanation? _explanation;
    private PendingStatus? _pending;
    private string _requestText = "";
    private string? _readId;
    private string? _fault;
    private bool _isRead;
    private bool _isBusy;

    /// <summary>Id of the reservation.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>What was placed.</summary>
    [Inject]
    public required IReservationStore Reservations { get; init; }

    /// <summary>Gives instances back.</summary>
    [Inject]
    public required ReleaseService Releases { get; init; }

    /// <summary>Gives requests up that are not placed yet.</summary>
    [Inject]
    public required PendingPlacementService Cancels { get; init; }

    /// <summary>Where a request stands that is not placed yet.</summary>
    [Inject]
    public required PendingBook Pending { get; init; }

    /// <summary>This zone.</summary>
    [Inject]
    public required IOptions<ZoneOptions> Zone { get; init; }

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
        var id = Id;
        var fault = await Faults.TryAsync("placement", ReadAsync);
        if (id == Id)
        {
            _fault = fault;
        }
    }

    private async Task ReadAsync()
    {
        var id = Id;
        var reservation = await Reservations.FindAsync(id, CancellationToken.None);
        var instances = reservation is null ? [] : await Reservations.ListInstancesAsync(id, CancellationToken.None);
        if (_readId != id || _explanation is null || _reservation?.State != reservation?.State || reservation?.IsPending == true)
        {
            // An explanation is written with the answer, and before that with every attempt; then it need not be read again.
            var found = reservation is not null
                && await Reservations.FindExplanationAsync(id, CancellationToken.None) is { } json
                && WireJson.TryRead<PlacementExplanation>(json, out var explanation) ? explanation : null;
            if (id != Id)
            {
                return; // the page shows another placement meanwhile
            }

            _explanation = found;
            _requestText = reservation is { RequestJson.Length: > 2 } ? Readable(reservation.RequestJson) : "";
            _readId = id;
        }

        if (id != Id)
        {
            return;
        }

        (_reservation, _instances, _fault, _isRead) = (reservation, instances, null, true);
        _pending = reservation is { IsPending: true } ? Pending.StatusOf(id) : null;
    }

    private Task ReleaseAsync() => Acts.DoAsync("placement", ReleaseNowAsync);

    private Task CancelAsync() => Acts.DoAsync("placement", CancelNowAsync);

    private async Task ReleaseNowAsync()
    {
        if (await Dialogs.ConfirmAsync(L["ReleaseTitle", Id], L["ReleaseText", _instances.Count], L["Release"], mustType: Id) is null)
        {
            return;
        }

        await Permission.DemandAsync(AccessPolicies.PlacementsWrite);
        _isBusy = true;
        try
        {
            var (text, severity) = await Releases.ReleaseReservationAsync(Id, CancellationToken.None) switch
            {
                ReleaseOutcome.Released => (L["ReleasedNow"], Severity.Success),
                ReleaseOutcome.Pending => (L["ReleasePending"], Severity.Warning),
                _ => (L["GoneTitle", Id], Severity.Warning),
            };
            Snackbar.Add(text, severity);
            await ReadAsync();
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task CancelNowAsync()
    {
        if (await Dialogs.ConfirmAsync(L["CancelTitle", Id], L["CancelText"], L["Cancel"], mustType: Id) is null)
        {
            return;
        }

        await Permission.DemandAsync(AccessPolicies.PlacementsWrite);
        _isBusy = true;
        try
        {
            var (text, severity) = await Cancels.CancelAsync(Id) switch
            {
                ReleaseOutcome.Pending => (L["ReleasePending"], Severity.Warning),
                null => (L["NotPending"], Severity.Info),
                _ => (L["CancelledNow"], Severity.Success),
            };
            Snackbar.Add(text, severity);
            await ReadAsync();
        }
        finally
        {
            _isBusy = false;
        }
    }

    private static string Readable(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, _readable);
    }
}
