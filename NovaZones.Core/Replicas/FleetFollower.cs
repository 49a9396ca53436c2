using NovaZones.Core.Claims;
using NovaZones.Core.Quotas;

namespace NovaZones.Core.Replicas;

/// <summary>Reads for the ledger what other replicas changed. Called by the ledger's loop alone, but for <see cref="LookAsync"/> and <see cref="TakeOthers"/>.</summary>
/// <remarks>
/// One reader of the feed: what decisions rest on goes to the ledger, the rest waits for <see cref="TakeOthers"/>. A gap (the process slept
/// longer than changes are kept) is answered by reading everything.
/// </remarks>
public sealed class FleetFollower(IReplicaFeed feed, IExclusiveCommits commits, IQuotaStore quotas, ReplicaSettings settings, LedgerPosition position)
{
    private const int MostKept = 4096;
    private const int MostRows = 20_000;

    // Guards _others and _areLost.
    private readonly Lock _lock = new();
    private List<FeedEntry> _others = [];
    private bool _areLost;

    internal bool IsBehind => position.IsBehind;

    internal void MarkBehind() => position.MarkBehind();

    /// <summary>Looks whether there is something new. True when the ledger should be woken.</summary>
    internal async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        if ((await feed.HeadAsync(cancellationToken).ConfigureAwait(false)).Sequence > position.Cursor)
        {
            position.MarkBehind();
        }

        return position.IsBehind;
    }

    /// <summary>Whether something was committed that decisions rest on and that was not read. Asked where nothing is written whose commit could be refused.</summary>
    internal async Task<bool> IsOvertakenAsync(CancellationToken cancellationToken)
    {
        if ((await feed.HeadAsync(cancellationToken).ConfigureAwait(false)).Ledger <= position.Seen)
        {
            return false;
        }

        position.MarkBehind();
        return true;
    }

    /// <summary>Before everything is read: what is committed from now on will be found in the feed.</summary>
    internal async Task BeginAsync(CancellationToken cancellationToken)
    {
        position.MarkCurrent();
        var head = await feed.HeadAsync(cancellationToken).ConfigureAwait(false);
        (position.Seen, position.Cursor) = (head.Ledger, head.Sequence);
        lock (_lock)
        {
            _areLost = true;
        }
    }

    internal async Task<TenantTerms> ReadTermsAsync(CancellationToken cancellationToken) => new(
        await quotas.ListAsync(cancellationToken).ConfigureAwait(false),
        await quotas.ListGrantedAsync(cancellationToken).ConfigureAwait(false),
        await quotas.ListReceivedAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Changes of other replicas that are not the ledger's, since this was last asked.</summary>
    /// <param name="areLost">Whether some are missing, so that everything must be read.</param>
    internal IReadOnlyList<FeedEntry> TakeOthers(out bool areLost)
    {
        lock (_lock)
        {
            var taken = _others;
            (areLost, _areLost, _others) = (_areLost, false, []);
            return taken;
        }
    }

    /// <summary>The next part of what others changed, to be taken over before this is called again; null when too much was missed, or is too much, and everything must be read.</summary>
    internal async Task<FleetNews?> ReadAsync(CancellationToken cancellationToken)
    {
        position.MarkCurrent();
        try
        {
            return await ReadNextAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            position.MarkBehind();
            throw;
        }
    }

    internal Task CommitExclusivelyAsync(Func<Task<FleetChanges>> decide) => commits.CommitExclusivelyAsync(decide, CancellationToken.None);

    private async Task<FleetNews?> ReadNextAsync(CancellationToken cancellationToken)
    {
        var page = await feed.ReadAsync(position.Cursor, cancellationToken).ConfigureAwait(false);
        if (page.IsCut)
        {
            return null;
        }

        // By number and not by replica: a group of this one whose commit was thought to have failed must be read as anybody else's.
        var unseen = page.Entries.Where(e => e.Sequence > position.Seen && e.Kind <= FeedKind.Terms).ToList();
        var fleet = unseen.Where(e => e.Kind == FeedKind.Fleet).ToList();
        var terms = unseen.Where(e => e.Kind == FeedKind.Terms || e.Body.HasTerms).ToList();
        var hosts = fleet.SelectMany(e => e.Body.Hosts).ToHashSet();
        var instances = fleet.SelectMany(e => e.Body.Instances).ToHashSet();
        if (hosts.Count + instances.Count > MostRows)
        {
            // So many are read faster table by table.
            return null;
        }

        var news = new FleetNews(
            hosts,
            instances,
            hosts.Count + instances.Count == 0 ? new LoadedFleet([], []) : await feed.ReadFleetAsync(hosts, instances, cancellationToken).ConfigureAwait(false),
            terms.Count == 0 ? null : await ReadTermsAsync(cancellationToken).ConfigureAwait(false));

        // Only now: a read that fails must find the same entries again.
        position.Seen = unseen.Count > 0 ? unseen[^1].Sequence : position.Seen;
        if (page.Entries.Count > 0)
        {
            position.Cursor = page.Entries[^1].Sequence;
            Hand(page.Entries);
        }

        if (page.HasMore)
        {
            position.MarkBehind();
        }

        return news;
    }

    private void Hand(IReadOnlyList<FeedEntry> entries)
    {
        lock (_lock)
        {
            // Rows that are read whole are read also after own changes: two that read and save at once then end alike.
            _others.AddRange(entries.Where(e => e.Kind is FeedKind.Policies or FeedKind.Aggregates or FeedKind.Children
                || (e.ReplicaId != settings.Id && (e.Kind > FeedKind.Terms || e.Body.Pending.Count > 0))));
            if (_others.Count > MostKept)
            {
                // Nobody took them for long: cheaper to read everything than to keep them all.
                (_others, _areLost) = ([], true);
            }
        }
    }
}
