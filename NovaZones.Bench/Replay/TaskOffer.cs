using System.Diagnostics;
using NovaZones.Bench.Openb;
using NovaZones.Web.Demo.Client;

namespace NovaZones.Bench.Replay;

/// <summary>Offers tasks in their order and releases them at their time.</summary>
internal sealed class TaskOffer(ReplayZones zones, ReplayOptions options, ReplayTally tally, string? ownZoneName, TimeProvider time)
{
    private const int MaxAttempts = 5;

    // A run of its own gets keys of its own: replaying the same trace again must place again.
    private readonly string _run = Guid.CreateVersion7().ToString("N");

    /// <summary>Who leaves next. The number keeps equal times in order of creation.</summary>
    private readonly PriorityQueue<Leaving, (long DeletedAt, int Number)> _leaving = new();

    /// <summary>Offers all tasks; <paramref name="offered"/> is called after each answer.</summary>
    internal async Task OfferAsync(IReadOnlyList<OpenbTask> tasks, Action offered, CancellationToken cancellationToken)
    {
        using var slots = new SemaphoreSlim(options.Concurrency);
        var underWay = new HashSet<Task>();
        for (var number = 0; number < tasks.Count; number++)
        {
            var task = tasks[number];
            if (options.Departures)
            {
                await ReleaseUntilAsync(task.CreatedAt ?? 0, cancellationToken);
            }

            await slots.WaitAsync(cancellationToken);
            foreach (var done in underWay.Where(offer => offer.IsCompleted).ToArray())
            {
                underWay.Remove(done);
                await done; // a defect ends the replay here
            }

            var offer = OfferOneAsync(task, number, slots, offered, cancellationToken);
            underWay.Add(offer);
            if (options.Departures && task.DeletedAt is { } deletedAt)
            {
                _leaving.Enqueue(new Leaving(task, offer), (deletedAt, number));
            }
        }

        await Task.WhenAll(underWay);
    }

    /// <summary>Releases everything that leaves some day, in order.</summary>
    internal Task ReleaseRestAsync(CancellationToken cancellationToken) => ReleaseUntilAsync(long.MaxValue, cancellationToken);

    private async Task ReleaseUntilAsync(long moment, CancellationToken cancellationToken)
    {
        // Before the offer, not beside it: the capacity that a departure frees belongs to whoever comes after it.
        while (_leaving.TryPeek(out var leaving, out var key) && key.DeletedAt <= moment)
        {
            _leaving.Dequeue();
            if (await leaving.Offer is { } reservationId)
            {
                await ReleaseAsync(leaving.Task, reservationId, cancellationToken);
            }
        }
    }

    private async Task<string?> OfferOneAsync(
        OpenbTask task, int number, SemaphoreSlim slots, Action offered, CancellationToken cancellationToken)
    {
        try
        {
            return await PlaceAsync(OpenbMapping.Ask(task, options.Policy), $"{_run}-{number}", task, cancellationToken);
        }
        finally
        {
            offered();
            slots.Release();
        }
    }

    private async Task<string?> PlaceAsync(PlacementAsk ask, string key, OpenbTask task, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var reply = await zones.Root.TryPlaceAsync(ask, key, cancellationToken);
            var elapsedMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            switch (reply)
            {
                case PlacementReply.Placed placed:
                    tally.CountPlaced(task, placed.Zones.Any(IsElsewhere), elapsedMs);
                    return placed.ReservationId;
                case PlacementReply.Refused refused:
                    tally.CountRefused(refused.Refusal, elapsedMs);
                    return null;
                case PlacementReply.Rejected rejected:
                    tally.CountFailed(rejected.Reason, elapsedMs);
                    return null;
                case PlacementReply.Unanswered unanswered when attempt == MaxAttempts:
                    tally.CountFailed(unanswered.Reason, elapsedMs);
                    return null;
            }

            tally.CountRepeated();

            // The same key again: should the lost answer have been a placement, the zone repeats it.
            await Task.Delay(TimeSpan.FromMilliseconds(200 * attempt), time, cancellationToken);
        }
    }

    private async Task ReleaseAsync(OpenbTask task, string reservationId, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            switch (await zones.Root.TryReleaseAsync(reservationId, cancellationToken))
            {
                case ReleaseReply.Released:
                case ReleaseReply.Unknown when attempt > 1: // a lost answer had released it
                    tally.CountReleased(task);
                    return;
                case ReleaseReply.Unknown:
                    return; // acknowledged and then forgotten: stays on the books, so that the check fails
            }

            tally.CountRepeated();
            await Task.Delay(TimeSpan.FromMilliseconds(200 * attempt), time, cancellationToken);
        }
    }

    // In a tree of its own the replay sees every zone. Behind --url it sees the one it was given.
    private bool IsElsewhere(string zone) => !zones.Owned && zone.Length > 0 && zone != ownZoneName;

    private sealed record Leaving(OpenbTask Task, Task<string?> Offer);
}
