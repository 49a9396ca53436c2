using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation.Books;

/// <summary>Compares what this zone believes its children hold with what they do hold, and settles what differs. Harmless to run twice.</summary>
/// <remarks>
/// <para>An intent is written before a child is asked, and a row goes only when the child confirmed that it holds nothing. So an instance
/// that a child holds for this zone and that this zone does not know is nobody's: a ghost, which is given back. An instance that this zone
/// believes placed and that the child, asked by name, does not hold is lost: it is marked and told, never deleted. Silence proves nothing
/// and changes nothing.</para>
/// <para>Each round walks a bounded part of both records and goes on where it ended, a page at a time with pauses between them: thousands of
/// records in one go would be felt by whoever places meanwhile. Every zone does this with its own children alone.</para>
/// </remarks>
public sealed partial class ChildBooks(
    ChildZoneRegistry registry, IChildZoneClient client, IReservationStore reservations, FleetLedger ledger, ReleaseService releases, ComparisonBook book,
    ZoneIdentity identity, IOptions<FederationOptions> options, TimeProvider time, ILogger<ChildBooks> logger)
{
    private const int MostPages = 10;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly Meter _meter = new("NovaZones");
    private static readonly Counter<long> _ghosts = _meter.CreateCounter<long>("novazones.books.ghosts", "{instance}", "Instances that only a child knew");
    private static readonly Counter<long> _lost = _meter.CreateCounter<long>("novazones.books.lost", "{instance}", "Instances that a child does not hold any more");

    /// <summary>Between two pages: a whole round takes half the time until the next.</summary>
    private TimeSpan Pause => options.Value.ReconcileInterval / (2 * 2 * MostPages);

    /// <summary>One round with every child that answers, in parallel.</summary>
    public Task CompareAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(registry.All.Where(s => s.Health == ChildHealth.Online).Select(s => CompareAsync(s.Child, cancellationToken)));

    private async Task CompareAsync(ChildZone child, CancellationToken cancellationToken)
    {
        var before = book.Find(child.Id) ?? new ChildComparison();
        var walk = new Walk(before);
        var trouble = await LookForGhostsAsync(child, walk, cancellationToken).ConfigureAwait(false)
            ?? await LookForLostAsync(child, walk, cancellationToken).ConfigureAwait(false);
        if (trouble is not null && trouble != before.Trouble)
        {
            LogTrouble(child.Name, trouble);
        }

        book.Put(child.Id, walk.Now with { Trouble = trouble, ComparedAt = trouble is null ? time.GetUtcNow() : before.ComparedAt });
    }

    private async Task<string?> LookForGhostsAsync(ChildZone child, Walk walk, CancellationToken cancellationToken)
    {
        for (var page = 0; page < MostPages; page++)
        {
            var reply = await client.ReconcileAsync(child, new ReconcileBody { ZoneId = identity.Id, After = walk.Now.HeldAfter }, Timeout, cancellationToken).ConfigureAwait(false);
            if (Answer(reply, out var answer) is { } trouble)
            {
                return trouble;
            }

            // Read after the child answered: whatever it holds then, this zone wrote down before.
            var held = answer!.Instances.IsDefault ? [] : answer.Instances;
            var known = held.IsEmpty ? [] : (await reservations.FindInstancesAsync([.. held.Select(h => h.Id)], cancellationToken).ConfigureAwait(false)).Select(i => i.Id).ToHashSet();
            var ghosts = held.Where(h => !known.Contains(h.Id) && h.AgeMs >= options.Value.ReconcileAge.TotalMilliseconds).Select(h => h.Id).ToImmutableArray();
            var released = ghosts.IsEmpty ? 0 : await GiveBackAsync(child, ghosts, cancellationToken).ConfigureAwait(false);
            walk.NoteHeld(held.Length, ghosts.Length - released, released, answer.Next);
            if (answer.Next is null)
            {
                break;
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private async Task<int> GiveBackAsync(ChildZone child, ImmutableArray<Guid> ghosts, CancellationToken cancellationToken)
    {
        if (!options.Value.ReleaseGhosts)
        {
            LogGhostsLeft(child.Name, ghosts.Length, ghosts[0]);
            return 0;
        }

        var reply = await client.ReleaseAsync(child, new ReleaseBody { InstanceIds = ghosts, ZoneId = identity.Id }, Timeout, cancellationToken).ConfigureAwait(false);
        if (Answer(reply, out var answer) is not null)
        {
            return 0;
        }

        var gone = answer!.DoneOf(ghosts).Count;
        LogGhosts(child.Name, gone, ghosts[0]);
        _ghosts.Add(gone, new KeyValuePair<string, object?>("zone", child.Name));
        return gone;
    }

    private async Task<string?> LookForLostAsync(ChildZone child, Walk walk, CancellationToken cancellationToken)
    {
        for (var page = 0; page < MostPages; page++)
        {
            var own = await reservations.ListInstancesOfChildAsync(child.Id, walk.Now.OwnAfter, ReconcileBody.MaxInstances, cancellationToken).ConfigureAwait(false);
            var next = own.Count < ReconcileBody.MaxInstances ? null : HeldCursor.After(own[^1]);
            var old = time.GetUtcNow() - options.Value.ReconcileAge;
            var believed = own.Where(i => i.State is InstanceState.Placed or InstanceState.Lost && i.CreatedAt <= old).ToList();
            var lost = 0;
            if (believed.Count > 0)
            {
                var reply = await client.ReconcileAsync(child, new ReconcileBody { ZoneId = identity.Id, InstanceIds = [.. believed.Select(i => i.Id)] }, Timeout, cancellationToken).ConfigureAwait(false);
                if (Answer(reply, out var answer) is { } trouble)
                {
                    return trouble;
                }

                lost = await MarkAsync(child, believed, answer!).ConfigureAwait(false);
            }

            // The settling job looks at the oldest of all children; one that is away must not keep the others' waiting for ever.
            await releases.ReleaseFromChildrenAsync([.. own.Where(i => i.State == InstanceState.Releasing && i.CreatedAt <= old)]).ConfigureAwait(false);
            walk.NoteOwn(lost, next);
            if (next is null)
            {
                break;
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Marks what the child does not hold, and takes the mark from what it holds again.</summary>
    /// <returns>How many are lost now.</returns>
    private async Task<int> MarkAsync(ChildZone child, List<Instance> believed, ReconcileResponse answer)
    {
        var held = (answer.Instances.IsDefault ? [] : answer.Instances).Where(h => h.State != nameof(InstanceState.Lost)).Select(h => h.Id).ToHashSet();
        var lost = believed.Where(i => i.State == InstanceState.Placed && !held.Contains(i.Id)).ToList();
        var found = believed.Where(i => i.State == InstanceState.Lost && held.Contains(i.Id)).ToList();
        if (lost.Count + found.Count > 0)
        {
            await ledger.DecideAsync(
                batch =>
                {
                    lost.ForEach(i => batch.MoveInstance(i.Id, InstanceState.Placed, InstanceState.Lost));
                    found.ForEach(i => batch.MoveInstance(i.Id, InstanceState.Lost, InstanceState.Placed));
                    return true;
                },
                CancellationToken.None).ConfigureAwait(false);
        }

        if (lost.Count > 0)
        {
            LogLost(child.Name, lost.Count, lost[0].Id);
            _lost.Add(lost.Count, new KeyValuePair<string, object?>("zone", child.Name));
        }

        if (found.Count > 0)
        {
            LogFound(child.Name, found.Count, found[0].Id);
        }

        return believed.Count(i => !held.Contains(i.Id));
    }

    private static string? Answer<T>(ChildReply<T> reply, out T? answer)
        where T : class
    {
        answer = (reply as ChildReply<T>.Answered)?.Value;
        return reply switch
        {
            ChildReply<T>.Answered => null,
            ChildReply<T>.Refused(404 or 405, _) => "its program is too old to compare records",
            ChildReply<T>.Refused(var status, var reason) => $"it refused with {status}: {reason}",
            ChildReply<T>.TimedOut(var reason) => reason,
            ChildReply<T>.Failed(var reason) => reason,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    [LoggerMessage(EventId = 2201, Level = LogLevel.Warning, Message = "Child zone {ChildZone} held {Count} instances for this zone that it does not know (the first is {Instance}); they are given back.")]
    private partial void LogGhosts(string childZone, int count, Guid instance);

    [LoggerMessage(EventId = 2202, Level = LogLevel.Warning, Message = "Child zone {ChildZone} holds {Count} instances for this zone that it does not know (the first is {Instance}); Federation:ReleaseGhosts is off, so they stay.")]
    private partial void LogGhostsLeft(string childZone, int count, Guid instance);

    [LoggerMessage(EventId = 2203, Level = LogLevel.Warning, Message = "Child zone {ChildZone} does not hold {Count} instances that this zone placed there (the first is {Instance}); they are marked lost.")]
    private partial void LogLost(string childZone, int count, Guid instance);

    [LoggerMessage(EventId = 2204, Level = LogLevel.Information, Message = "Child zone {ChildZone} holds {Count} instances again that were lost (the first is {Instance}).")]
    private partial void LogFound(string childZone, int count, Guid instance);

    [LoggerMessage(EventId = 2205, Level = LogLevel.Information, Message = "The records could not be compared with child zone {ChildZone}: {Reason}.")]
    private partial void LogTrouble(string childZone, string reason);

    /// <summary>One child's walk: where it stands and what it counted.</summary>
    private sealed class Walk(ChildComparison before)
    {
        public ChildComparison Now { get; private set; } = before;

        public void NoteHeld(int held, int ghosts, int released, string? next)
        {
            var (heldSoFar, ghostsSoFar) = (Now.HeldSoFar + held - released, Now.GhostsSoFar + ghosts);
            Now = Now with { GhostsReleased = Now.GhostsReleased + released, HeldAfter = next, HeldSoFar = heldSoFar, GhostsSoFar = ghostsSoFar };
            if (next is null)
            {
                Now = Now with { Held = heldSoFar, GhostsLeft = ghostsSoFar, HeldSoFar = 0, GhostsSoFar = 0 };
            }
        }

        public void NoteOwn(int lost, HeldCursor? next)
        {
            var lostSoFar = Now.LostSoFar + lost;
            Now = next is null ? Now with { Lost = lostSoFar, LostSoFar = 0, OwnAfter = null } : Now with { LostSoFar = lostSoFar, OwnAfter = next };
        }
    }
}
