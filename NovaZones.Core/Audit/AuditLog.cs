namespace NovaZones.Core.Audit;

/// <summary>Checks the chain and bounds what is kept.</summary>
public sealed class AuditLog(IAuditStore store, TimeProvider time)
{
    private const int PageSize = 1_000;

    /// <summary>The last check in this process; null before the first.</summary>
    public AuditVerification? Last { get; private set; }

    /// <summary>Walks along the whole chain.</summary>
    /// <param name="expected">An end of the chain that was noted elsewhere and must be part of it still; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AuditVerification> VerifyAsync(AuditHead? expected, CancellationToken cancellationToken)
    {
        // The end first: what comes while the records are read is behind it and not looked at.
        var head = await store.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        var walk = new AuditWalk(head, expected);
        for (IReadOnlyList<AuditEntry>? page = null; page is not { Count: < PageSize } && !walk.IsOver;)
        {
            page = await store.ReadAsync(walk.LastSequence, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (var entry in page)
            {
                walk.Take(entry);
            }
        }

        walk.End(AuditAnchor.From(await store.FindAnchorAsync(cancellationToken).ConfigureAwait(false)));
        if (await store.ListAsync(new AuditFilter(1), cancellationToken).ConfigureAwait(false) is [var newest])
        {
            // A record and the end move in one transaction, so an end that is read later is never before the record.
            walk.EndNoLaterThan(newest, await store.ReadHeadAsync(cancellationToken).ConfigureAwait(false));
        }

        return Last = new AuditVerification(time.GetUtcNow(), walk.Records, walk.First, head.ToString(), walk.BrokenAt, walk.Problem);
    }

    /// <summary>Deletes records whose time of keeping is over.</summary>
    /// <param name="age">How long records are kept.</param>
    /// <param name="cancellationToken">Gives up between parts.</param>
    public Task<int> PruneAsync(TimeSpan age, CancellationToken cancellationToken) => store.PruneAsync(time.GetUtcNow() - age, cancellationToken);
}
