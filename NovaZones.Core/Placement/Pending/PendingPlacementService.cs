using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Replicas;

namespace NovaZones.Core.Placement.Pending;

/// <summary>Requests that are answered later: stored first, then tried, kept waiting for capacity, cancelled, expired.</summary>
/// <remarks>
/// Whatever happens to one request happens behind one gate, and begins with what the database says: a job that runs twice, or after the
/// end, finds nothing to do. An attempt that broke off, also with the process, left an intent that is given back before the next one.
/// </remarks>
public sealed partial class PendingPlacementService
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    private readonly KeyedGate _gate = new();
    private readonly PlacementService _placements;
    private readonly PlacementRequestParser _parser;
    private readonly RetryGate _retries;
    private readonly PendingBook _book;
    private readonly PendingRounds _rounds;
    private readonly PendingEnd _ends;
    private readonly PlacementEnd _end;
    private readonly IPendingStore _store;
    private readonly IPendingJobs _jobs;
    private readonly IReservationStore _reservations;
    private readonly ReleaseService _releases;
    private readonly SettleService _settle;
    private readonly FleetLedger _ledger;
    private readonly ChildZoneRegistry _registry;
    private readonly PlacementLimits _limits;
    private readonly SchedulerOptions _scheduler;
    private readonly TimeProvider _time;
    private readonly ILogger<PendingPlacementService> _logger;

    internal PendingPlacementService(
        PlacementService placements, PlacementRequestParser parser, RetryGate retries, PendingBook book, PendingRounds rounds, PendingEnd ends, PlacementEnd end, IPendingStore store, IPendingJobs jobs,
        IReservationStore reservations, ReleaseService releases, SettleService settle, FleetLedger ledger, ChildZoneRegistry registry,
        IOptions<PlacementLimits> limits, IOptions<SchedulerOptions> scheduler, TimeProvider time, ILogger<PendingPlacementService> logger)
    {
        _placements = placements;
        _parser = parser;
        _retries = retries;
        _book = book;
        _rounds = rounds;
        _ends = ends;
        _end = end;
        _store = store;
        _jobs = jobs;
        _reservations = reservations;
        _releases = releases;
        _settle = settle;
        _ledger = ledger;
        _registry = registry;
        _limits = limits.Value;
        _scheduler = scheduler.Value;
        _time = time;
        _logger = logger;
    }

    /// <summary>Places now, or stores the request to be placed later: when that is preferred, or when it may wait for capacity.</summary>
    /// <param name="command">What is asked and by whom.</param>
    /// <param name="respondAsync">Whether to answer before the first attempt. A dry run is answered at once all the same.</param>
    /// <param name="cancellationToken">Withdraws the request until it is stored.</param>
    public Task<PlacementOutcome> SubmitAsync(PlacementCommand command, bool respondAsync, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var request = command.Request;
        return request.DryRun || !(respondAsync || request.WaitForCapacity)
            ? _placements.PlaceAsync(command, cancellationToken)
            : _retries.PassAsync(
                command.Caller,
                command.IdempotencyKey,
                earlier => earlier.PlanId is null && earlier.RequestJson == request.Json,
                () => AcceptAsync(command, respondAsync, cancellationToken),
                cancellationToken);
    }

    /// <summary>Gives a pending request up, also while it is being tried; what children took for it is given back.</summary>
    /// <returns>Null when it is not pending.</returns>
    public async Task<ReleaseOutcome?> CancelAsync(string reservationId)
    {
        if (await FindEntryAsync(reservationId).ConfigureAwait(false) is not { } entry)
        {
            return null;
        }

        // An attempt under way sees this before it writes its end; what it had already written is released below.
        entry.Cancel();
        using var pass = await _gate.EnterAsync(reservationId, CancellationToken.None).ConfigureAwait(false);
        var stored = await _reservations.FindAsync(reservationId, CancellationToken.None).ConfigureAwait(false);
        if (stored is { IsPending: true })
        {
            try
            {
                stored = await RewoundAsync(stored).ConfigureAwait(false);
                await _ends.EndAsync(stored, ReservationState.Cancelled, "it was cancelled").ConfigureAwait(false);
            }
            catch (TakenException)
            {
                // Another replica ended it meanwhile: what it placed is released below.
                stored = await _reservations.FindAsync(reservationId, CancellationToken.None).ConfigureAwait(false);
            }
        }

        _book.Remove(entry, isPlaced: false);
        if (stored?.State is ReservationState.Placed or ReservationState.Partial)
        {
            return await _releases.ReleaseReservationAsync(reservationId, CancellationToken.None).ConfigureAwait(false);
        }

        var left = await _reservations.ListInstancesAsync(reservationId, CancellationToken.None).ConfigureAwait(false);
        return left.Count == 0 ? ReleaseOutcome.Released : ReleaseOutcome.Pending;
    }

    /// <summary>The first attempt at a stored request. Does nothing when it was made, or is being made.</summary>
    public async Task TryFirstAsync(string reservationId, CancellationToken cancellationToken)
    {
        if (_book.Find(reservationId) is { } entry)
        {
            await TryAsync(entry, PendingPhase.Queued, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tries those that were woken, one after another in order of arrival, until nobody is left. One round runs at a time.</summary>
    public Task TryWokenAsync(CancellationToken cancellationToken) =>
        _rounds.RunAsync((entry, token) => TryAsync(entry, PendingPhase.Waiting, token), cancellationToken);

    /// <summary>At start: takes every request that has no end in again. The in-memory store of jobs forgot them.</summary>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        if (_settle.HasOthers)
        {
            // They may be tried elsewhere at this moment.
            await FollowAllAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (var stored in await _store.ListPendingAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!_parser.TryReadStored(stored.RequestJson, out var request))
            {
                await _ends.EndAsync(stored, ReservationState.Refused, "this version of the zone cannot read the request any more").ConfigureAwait(false);
                continue;
            }

            var isWaiting = stored.State == ReservationState.Waiting;
            var entry = new PendingEntry(stored, request) { Phase = isWaiting ? PendingPhase.Waiting : PendingPhase.Queued };
            _book.Restore(entry);
            if (!isWaiting)
            {
                EnqueueFirstTry(entry);
            }
        }
    }

    /// <summary>Ends a request whose deadline has passed; one that is being tried ends with its attempt.</summary>
    internal async Task ExpireAsync(PendingEntry entry)
    {
        using var pass = await _gate.EnterAsync(entry.Id, CancellationToken.None).ConfigureAwait(false);
        if (await _reservations.FindAsync(entry.Id, CancellationToken.None).ConfigureAwait(false) is { IsPending: true } stored)
        {
            try
            {
                await ExpireAsync(await RewoundAsync(stored).ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (TakenException)
            {
                // Another replica ended it.
            }
        }

        _book.Remove(entry, isPlaced: false);
    }

    private Task ExpireAsync(Reservation stored)
    {
        var after = stored.PendingUntil!.Value - stored.CreatedAt;
        var text = string.Create(CultureInfo.InvariantCulture, $"its deadline passed after {after.TotalSeconds:0.###} s");
        return _ends.EndAsync(stored, ReservationState.Expired, stored.Reason is { } reason ? $"{text}; main reason: {reason}" : text);
    }

    private async Task<PlacementOutcome> AcceptAsync(PlacementCommand command, bool respondAsync, CancellationToken cancellationToken)
    {
        var request = command.Request;
        if (_placements.Check(request, out _) is { } refusal)
        {
            return refusal;
        }

        var draft = PlacementRun.NewDraft(command, _time.GetUtcNow(), planId: null);
        draft = draft with { State = ReservationState.Pending, PendingUntil = draft.CreatedAt + (request.Deadline ?? _limits.DefaultWait) };
        var entry = new PendingEntry(draft, request);
        using (await _gate.EnterAsync(entry.Id, cancellationToken).ConfigureAwait(false))
        {
            // In the book before it is in the table, so that whoever finds the row can cancel it; the gate makes them wait for the row.
            if (!_book.TryAdd(entry))
            {
                return new PlacementOutcome.TooManyPending(_limits.MaxPending);
            }

            try
            {
                await _ledger.DecideAsync(
                    batch =>
                    {
                        batch.SaveReservation(draft);
                        return true;
                    },
                    cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                _book.Remove(entry, isPlaced: false);
                throw;
            }
        }

        _placements.Note(request);
        if (!respondAsync)
        {
            // Stored already, so not for the caller to withdraw: who left finds it under its key.
            return await TryAsync(entry, PendingPhase.Queued, CancellationToken.None).ConfigureAwait(false) ?? await DescribeAsync(entry.Id).ConfigureAwait(false);
        }

        // As it was stored: the job may be done before this answer goes out, and who asked to be answered later expects no other.
        var accepted = _retries.Describe(draft);
        EnqueueFirstTry(entry);
        return accepted;
    }

    private void EnqueueFirstTry(PendingEntry entry)
    {
        try
        {
            _jobs.EnqueueFirstTry(entry.Id);
        }
        catch (Exception failure)
        {
            // Stored is stored: the watch has it tried soon, as if it had been woken.
            LogFailed(failure, entry.Id);
            _book.Interrupt(entry, _time.GetUtcNow() + _pause);
        }
    }

    private async Task<PlacementOutcome> DescribeAsync(string id)
    {
        var stored = await _reservations.FindAsync(id, CancellationToken.None).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"Reservation {id} was stored and is not there.");
        return _retries.Describe(stored);
    }

    [LoggerMessage(EventId = 1201, Level = LogLevel.Warning, Message = "Reservation {Reservation} could not be tried; it is tried again.")]
    private partial void LogFailed(Exception exception, string reservation);
}
