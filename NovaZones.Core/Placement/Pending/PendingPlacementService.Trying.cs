using System.Text.Json;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Replicas;

namespace NovaZones.Core.Placement.Pending;

/// <content>One attempt at a stored request, from its row to what becomes of it.</content>
public sealed partial class PendingPlacementService
{
    /// <returns>The answer when it has an end now; null when it is still pending or was not to be tried.</returns>
    private async Task<PlacementOutcome?> TryAsync(PendingEntry entry, PendingPhase from, CancellationToken cancellationToken)
    {
        using var pass = await _gate.EnterAsync(entry.Id, cancellationToken).ConfigureAwait(false);
        if (!_book.TryBegin(entry, from))
        {
            return null;
        }

        try
        {
            return await TryOnceAsync(entry, cancellationToken).ConfigureAwait(false);
        }
        catch (TakenException)
        {
            // Another replica ended it, or is at it; the next look at its row says which.
            _book.Interrupt(entry, _time.GetUtcNow() + _pause);
            return null;
        }
        catch (Exception failure)
        {
            _book.Interrupt(entry, _time.GetUtcNow() + _pause);
            if (failure is OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            // The row says how far it got; the next attempt begins by putting that right.
            LogFailed(failure, entry.Id);
            return null;
        }
    }

    private async Task<PlacementOutcome?> TryOnceAsync(PendingEntry entry, CancellationToken cancellationToken)
    {
        if (await _reservations.FindAsync(entry.Id, cancellationToken).ConfigureAwait(false) is not { IsPending: true } stored)
        {
            _book.Remove(entry, isPlaced: false);
            return null;
        }

        stored = await RewoundAsync(stored).ConfigureAwait(false);
        var now = _time.GetUtcNow();
        if (now >= entry.Until)
        {
            await ExpireAsync(stored).ConfigureAwait(false);
            _book.Remove(entry, isPlaced: false);
            return null;
        }

        var deadline = now + _scheduler.DefaultDeadline;
        var attempt = await _placements.AttemptAsync(stored, entry.Request, deadline < entry.Until ? deadline : entry.Until, () => entry.IsCancelled, cancellationToken).ConfigureAwait(false);
        switch (attempt)
        {
            case PlacementAttempt.Placed(var placed):
                _book.Remove(entry, isPlaced: true);
                return placed;
            case PlacementAttempt.Senseless(var reason):
                await _ends.EndAsync(stored, ReservationState.Refused, reason).ConfigureAwait(false);
                _book.Remove(entry, isPlaced: false);
                return null;
            case PlacementAttempt.Unplaced unplaced:
                return await LeaveAsync(entry, unplaced).ConfigureAwait(false);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<PlacementOutcome?> LeaveAsync(PendingEntry entry, PlacementAttempt.Unplaced attempt)
    {
        var (run, remote, context) = attempt;
        var refusal = run.Report.Refusal();
        var reason = run.Report.MainReason();
        if (entry.IsCancelled)
        {
            run.Report.End("Nothing is placed: it was cancelled.");
            var told = run.Report.Refusal() with { State = nameof(ReservationState.Cancelled) };
            await _end.GiveUpAsync(run, remote, run.Draft with { State = ReservationState.Cancelled, Reason = "it was cancelled", AnswerStatus = 409, AnswerJson = JsonSerializer.Serialize(told, WireJson.Options) }).ConfigureAwait(false);
            _book.Remove(entry, isPlaced: false);
            return null;
        }

        // Capacity that appears does not help a tenant that may have no more.
        if (!entry.Request.WaitForCapacity || run.IsOverQuota)
        {
            await _end.GiveUpAsync(run, remote, run.Draft with { State = ReservationState.Refused, Reason = reason, AnswerStatus = 409, AnswerJson = JsonSerializer.Serialize(refusal, WireJson.Options) }).ConfigureAwait(false);
            _book.Remove(entry, isPlaced: false);
            return new PlacementOutcome.NoValidHost(refusal);
        }

        // Found out first: whoever reads that it waits also wants to read what it lacks.
        var shortage = Shortage.Of(context, run.LastPlan, _registry.All.Count > 0);
        await _end.GiveUpAsync(run, remote, run.Draft with { State = ReservationState.Waiting, Reason = reason }).ConfigureAwait(false);
        _book.Wait(entry, shortage, RecheckAt(shortage));
        return null;
    }

    private DateTimeOffset? RecheckAt(Shortage shortage)
    {
        if (shortage.IsOfClaims)
        {
            // There was room in the plan, and somebody else was faster or a child failed: nothing will tell that it is over.
            return _time.GetUtcNow() + _pause;
        }

        return shortage.AsksChildren ? _time.GetUtcNow() + _limits.RecheckChildrenAfter : null;
    }

    /// <summary>What an attempt that broke off may have left with children is to be given back before anything else happens.</summary>
    private async Task<Reservation> RewoundAsync(Reservation stored)
    {
        if (stored.State != ReservationState.Claiming)
        {
            return stored;
        }

        // Another replica may be at it; what it ended meanwhile is not to be rewound.
        var settled = await _settle.AwaitOthersAsync(stored, CancellationToken.None).ConfigureAwait(false)
            ?? throw new TakenException($"Reservation {stored.Id} is gone.");
        return settled.State == ReservationState.Claiming ? await _settle.RewindAsync(settled).ConfigureAwait(false)
            : settled.IsPending ? settled
            : throw new TakenException($"Reservation {stored.Id} was ended by another replica.");
    }
}
