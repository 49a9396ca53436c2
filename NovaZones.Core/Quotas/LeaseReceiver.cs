using System.Collections.Immutable;
using NovaZones.Core.Access;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Fleet;
using NovaZones.Core.Live;

namespace NovaZones.Core.Quotas;

/// <summary>The child's side of leases: tells for whom they are needed, and puts in force what a parent offers, durably first.</summary>
/// <remarks>Offers are handled one body at a time. For one tenant one parent's lease runs; another parent's waits until it ended.
/// Who offered for a parent first speaks for it: else whoever may act as a parent could lend, or end what is lent, in another's name.</remarks>
public sealed class LeaseReceiver(IQuotaStore store, FleetLedger ledger, FleetView view, ChangeFeed feed, ApiTokenService tokens, TimeProvider time) : IDisposable
{
    /// <summary>Most parents that one credential speaks for.</summary>
    public const int MostParents = 64;

    private const long LongestMs = 24L * 60 * 60 * 1000;

    private readonly ParentOwnership _ownership = new(tokens);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ImmutableDictionary<(Guid Parent, string Tenant), LeaseIn> _newest = ImmutableDictionary<(Guid, string), LeaseIn>.Empty;

    /// <summary>Reads the leases of parents; before the ledger starts.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var all = await store.ListReceivedAsync(cancellationToken).ConfigureAwait(false);
        _newest = all.ToImmutableDictionary(l => (l.ParentZoneId, l.Tenant));
        view.Publish(all.OrderBy(l => l.EndsAt).Aggregate(view.Tenants, (book, lease) => book.With(lease)));
    }

    /// <summary>Tenants that need leases: governed ones that hold something, were refused lately, or have a quota of their own.</summary>
    /// <param name="parentZoneId">Who asks.</param>
    /// <param name="after">Where the last page ended, or null.</param>
    public LeaseListResponse List(Guid parentZoneId, string? after)
    {
        var book = view.Tenants;
        var newest = Volatile.Read(ref _newest);
        var page = book.Quotas.Keys.Where(t => t != Quota.DefaultTenant).Concat(book.Tenants).Concat(view.Demand.All())
            .Where(t => book.QuotaOf(t) is { GovernedByParent: true } && (after is null || string.CompareOrdinal(t, after) > 0))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Take(LeaseBody.Most + 1).ToList();
        return new LeaseListResponse
        {
            Items = [.. page.Take(LeaseBody.Most).Select(t => new LeaseWanted(t, newest.GetValueOrDefault((parentZoneId, t))?.Sequence ?? 0, book.UseOf(t).Committed()))],
            Next = page.Count > LeaseBody.Most ? page[LeaseBody.Most - 1] : null,
        };
    }

    /// <summary>Puts offers in force and tells what holds now; or what is wrong with the body.</summary>
    /// <param name="body">The offers.</param>
    /// <param name="caller">Whose credential they come with.</param>
    /// <param name="cancellationToken">Gives up before anything is decided.</param>
    public async Task<(LeaseResponse? Answer, IReadOnlyList<Fault> Faults)> ApplyAsync(LeaseBody body, string caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (Check(body).ToList() is { Count: > 0 } faults)
        {
            return (null, faults);
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ReadNewestAsync(cancellationToken).ConfigureAwait(false);
            return await FaultOfCallerAsync(body.ParentZoneId, caller, cancellationToken).ConfigureAwait(false) is { } fault
                ? (null, [fault])
                : (await ApplyOneByOneAsync(body, caller, cancellationToken).ConfigureAwait(false), []);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<Fault?> FaultOfCallerAsync(Guid parentZoneId, string caller, CancellationToken cancellationToken)
    {
        // The newest offer tells who spoke last: an heir once it took over.
        var known = _newest.Values.Where(l => l.ParentZoneId == parentZoneId && l.Caller is not null).MaxBy(l => l.EndsAt);
        if (known is not null)
        {
            return await _ownership.OwnsAsync(known.Caller!, parentZoneId, caller, parentZoneId, cancellationToken).ConfigureAwait(false)
                ? null
                : new Fault("parentZoneId", "is a zone that another credential offers for; it passes on once that one is revoked or has expired");
        }

        return _newest.Values.Where(l => l.Caller == caller).Select(l => l.ParentZoneId).Distinct().Take(MostParents).Count() == MostParents
            ? new Fault("parentZoneId", $"is one more zone than the {MostParents} that one credential may offer for")
            : null;
    }

    private async Task<LeaseResponse> ApplyOneByOneAsync(LeaseBody body, string caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var changed = new List<LeaseIn>();
        foreach (var offer in body.Leases)
        {
            if (_newest.GetValueOrDefault((body.ParentZoneId, offer.Tenant)) is { } known && offer.Sequence <= known.Sequence)
            {
                continue;
            }

            // What another parent's running lease keeps out is remembered as ended, so that it does not come in force later.
            var duration = IsTaken(offer.Tenant, body.ParentZoneId, now) ? TimeSpan.Zero : TimeSpan.FromMilliseconds(offer.DurationMs);
            changed.Add(new LeaseIn(body.ParentZoneId, offer.Tenant, offer.Sequence, ToAmounts(offer.Allowed), now + duration, caller));
        }

        if (changed.Count > 0)
        {
            await store.SaveReceivedAsync(changed, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _newest, _newest.SetItems(changed.Select(l => KeyValuePair.Create((l.ParentZoneId, l.Tenant), l))));
            await ReadNewestAsync(CancellationToken.None).ConfigureAwait(false);
            changed.RemoveAll(l => _newest[(l.ParentZoneId, l.Tenant)].Sequence != l.Sequence);
        }

        // In one decision of the ledger: from here on claims follow the new leases, and what is told is what was held at that moment.
        var book = await ledger.DecideAsync(
            batch =>
            {
                batch.Put(changed.Where(l => !IsTaken(l.Tenant, body.ParentZoneId, now)).Aggregate(batch.Tenants, (b, lease) => b.With(lease)));
                return batch.Tenants;
            },
            CancellationToken.None).ConfigureAwait(false);
        feed.Publish(ChangeTopic.Policies);
        return new LeaseResponse { Leases = [.. body.Leases.Select(o => Confirm(o.Tenant, body.ParentZoneId, book, now))] };
    }

    /// <summary>Where the zone has replicas, parents reach now one and now another: what counts is what is stored.</summary>
    private async Task ReadNewestAsync(CancellationToken cancellationToken)
    {
        if (ledger.HasOthers)
        {
            await ledger.FollowAsync(cancellationToken).ConfigureAwait(false);
            var all = await store.ListReceivedAsync(cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _newest, all.ToImmutableDictionary(l => (l.ParentZoneId, l.Tenant)));
        }
    }

    private LeaseConfirmation Confirm(string tenant, Guid parentZoneId, TenantBook book, DateTimeOffset now)
    {
        var lease = _newest[(parentZoneId, tenant)];
        return new LeaseConfirmation(
            tenant, lease.Sequence, lease.Allowed, book.UseOf(tenant).Committed(), IsTaken(tenant, parentZoneId, now) ? "the lease of another parent is in force" : null);
    }

    private bool IsTaken(string tenant, Guid parentZoneId, DateTimeOffset now) =>
        view.Tenants.LeaseOf(tenant) is { } running && running.ParentZoneId != parentZoneId && running.IsRunning(now);

    private static ImmutableSortedDictionary<string, long> ToAmounts(IReadOnlyDictionary<string, long> amounts) => amounts.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static IEnumerable<Fault> Check(LeaseBody body)
    {
        if (body.Version != LeaseBody.CurrentVersion)
        {
            yield return new Fault("version", $"must be {LeaseBody.CurrentVersion}");
        }

        if (body.Leases.Count > LeaseBody.Most)
        {
            yield return new Fault("leases", $"must have at most {LeaseBody.Most} entries");
            yield break;
        }

        var tenants = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < body.Leases.Count; i++)
        {
            foreach (var fault in body.Leases[i] is { Tenant: not null, Allowed: not null } offer ? Check(offer, tenants) : [new Fault("", "must have tenant and allowed")])
            {
                yield return fault.Under($"leases[{i}]");
            }
        }
    }

    private static IEnumerable<Fault> Check(LeaseOffer offer, HashSet<string> tenants)
    {
        if (offer.Tenant.Length > QuotaParser.LongestTenant || !tenants.Add(offer.Tenant))
        {
            yield return new Fault("tenant", $"must have at most {QuotaParser.LongestTenant} characters and stand once");
        }

        if (offer.Sequence is < 1 or > LeaseBody.MostSequence)
        {
            yield return new Fault("sequence", $"must be 1 to {LeaseBody.MostSequence}");
        }

        if (offer.DurationMs is < 0 or > LongestMs)
        {
            yield return new Fault("durationMs", $"must be 0 to {LongestMs}");
        }

        if (offer.Allowed.Count > QuotaParser.MostClasses || offer.Allowed.Any(a => QuotaParser.CheckClass(a.Key) is not null || a.Value < 0))
        {
            yield return new Fault("allowed", $"must name at most {QuotaParser.MostClasses} resource classes with amounts that are not negative");
        }
    }
}
