using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Fleet;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Quotas;

/// <summary>The parent's side of leases: lends parts of quotas to children that are governed, and takes back what they do not need.</summary>
/// <remarks>
/// What is lent is counted, durably, before the child hears of it. Only a child's own word, given when it follows the newest offer, frees
/// something. A round that breaks off anywhere leaves too much counted, never too little; the next one puts it right.
/// </remarks>
public sealed partial class LeaseService(
    IQuotaStore store, FleetLedger ledger, FleetView view, ChildZoneRegistry registry, IChildZoneClient client, ZoneIdentity identity,
    IOptions<QuotaOptions> options, IOptions<FederationOptions> federation, TimeProvider time, ILogger<LeaseService> logger) : IDisposable
{
    private const int MostPages = 64;

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>One round with every child that can be asked. Harmless to run twice.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var children = registry.All.Where(c => c.Health is ChildHealth.Online or ChildHealth.Unknown && registry.DoubleOf(c.Child.Id) is null).Select(c => c.Child);
            await Parallel.ForEachAsync(children, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, async (child, token) => await RenewAsync(child, token).ConfigureAwait(false))
                .ConfigureAwait(false);
            await ForgetRemovedAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task RenewAsync(ChildZone child, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, LeaseWanted>(StringComparer.Ordinal);
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            if (await client.ListLeasesAsync(child, identity.Id, after, federation.Value.PollTimeout, cancellationToken).ConfigureAwait(false)
                is not ChildReply<LeaseListResponse>.Answered(var answer) || answer.Version != LeaseBody.CurrentVersion || !IsSound(answer))
            {
                // Away, or a program that knows no leases: nothing is lent anew and what is lent stays counted.
                return;
            }

            foreach (var item in answer.Items)
            {
                wanted[item.Tenant] = item;
            }

            if ((after = answer.Next) is null)
            {
                break;
            }
        }

        // Of a tenant that the child does not name any more the lease is lent anew, too: its answer says what it still holds.
        var tenants = wanted.Keys.Union(view.Tenants.Tenants.Where(t => view.Tenants.UseOf(t).Leases.ContainsKey(child.Id)), StringComparer.Ordinal);
        foreach (var some in tenants.Order(StringComparer.Ordinal).Chunk(LeaseBody.Most))
        {
            if (!await LendAsync(child, some, wanted, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private async Task<bool> LendAsync(ChildZone child, IReadOnlyList<string> tenants, Dictionary<string, LeaseWanted> wanted, CancellationToken cancellationToken)
    {
        var sent = await ledger.DecideAsync(batch => tenants.Select(tenant => Offer(batch, child.Id, tenant, wanted.GetValueOrDefault(tenant))).ToList(), cancellationToken).ConfigureAwait(false);
        var body = new LeaseBody
        {
            Version = LeaseBody.CurrentVersion,
            ParentZoneId = identity.Id,
            Leases = [.. sent.Select(s => new LeaseOffer(s.Lease.Tenant, s.Lease.Sequence, s.Lease.Offered, (long)s.Duration.TotalMilliseconds))],
        };
        var reply = await client.LeaseAsync(child, body, federation.Value.PollTimeout, cancellationToken).ConfigureAwait(false);
        if (reply is not ChildReply<LeaseResponse>.Answered(var answer) || !IsSound(answer, sent.Select(s => s.Lease.Tenant)))
        {
            LogUnconfirmed(child.Name, sent.Count, reply.GetType().Name);
            return false;
        }

        var now = time.GetUtcNow();
        var confirmed = sent.Zip(answer.Leases, (s, c) => (s.Lease.Sequence, Lease: Confirmed(s.Lease, c, now))).ToList();
        await ledger.DecideAsync(
            batch =>
            {
                // Only the answer to the newest offer frees anything; another replica may have made a newer one.
                foreach (var (sequence, lease) in confirmed.Where(c => batch.Tenants.UseOf(c.Lease.Tenant).Leases.GetValueOrDefault(child.Id)?.Sequence == c.Sequence))
                {
                    batch.Grant(lease);
                }

                return true;
            },
            CancellationToken.None).ConfigureAwait(false);
        return true;
    }

    /// <summary>An offer that another parent's lease kept out never comes in force: of it only what the child holds counts.</summary>
    private static LeaseOut Confirmed(LeaseOut sent, LeaseConfirmation said, DateTimeOffset now) => said.Reason is null || said.Sequence != sent.Sequence
        ? LeaseArithmetic.Confirmed(sent, said.Sequence, ToAmounts(said.Allowed), ToAmounts(said.Used), now)
        : sent with { Held = ToAmounts(said.Used), Reported = ToAmounts(said.Used), EndsAt = now };

    /// <summary>Inside a ledger decision: counted from this moment on.</summary>
    private (LeaseOut Lease, TimeSpan Duration) Offer(LedgerBatch batch, Guid childZoneId, string tenant, LeaseWanted? wanted)
    {
        var known = batch.Tenants.UseOf(tenant).Leases.GetValueOrDefault(childZoneId);
        var used = wanted is null ? known?.Reported ?? Amounts.None : ToAmounts(wanted.Used);
        var duration = wanted is null ? TimeSpan.Zero : LeaseArithmetic.Duration(batch.Tenants, tenant, options.Value.LeaseDuration, batch.Now);

        // Where nothing is asked for, or nothing was lent to this zone itself, what the child does not use is taken back.
        // The child counts from when it reads the offer, which is not later than the end of the wait for its answer.
        var lease = LeaseArithmetic.Offer(batch.Tenants, childZoneId, tenant, used, wanted?.Sequence ?? 0, duration > TimeSpan.Zero) with
        {
            EndsAt = batch.Now + duration + federation.Value.PollTimeout + options.Value.ClockMargin,
        };
        batch.Grant(lease);
        return (lease, duration);
    }

    /// <summary>A child that was removed, by force if it held something, is the operator's word that nothing is there; its lease counts until its end.</summary>
    private async Task ForgetRemovedAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var over = view.Tenants.Tenants.SelectMany(t => view.Tenants.UseOf(t).Leases.Values)
            .Where(l => registry.Find(l.ChildZoneId) is null && l.EndsAt <= now).ToList();
        foreach (var child in over.GroupBy(l => l.ChildZoneId).Where(c => view.Tenants.Tenants.All(t => view.Tenants.UseOf(t).Leases.GetValueOrDefault(c.Key) is not { } l || l.EndsAt <= now)))
        {
            await store.RemoveGrantedAsync(child.Key, cancellationToken).ConfigureAwait(false);
            await ledger.DecideAsync(
                batch =>
                {
                    batch.Put(child.Aggregate(batch.Tenants, (book, lease) => book.Without(lease)));
                    return true;
                },
                CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static ImmutableSortedDictionary<string, long> ToAmounts(IReadOnlyDictionary<string, long> amounts) => amounts.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>A child's answer is input from outside.</summary>
    private static bool IsSound(LeaseListResponse answer) =>
        answer.Items is { Count: <= LeaseBody.Most } items && items.All(i => i is { Tenant.Length: <= QuotaParser.LongestTenant, Sequence: >= 0 } && AreSound(i.Used));

    private static bool IsSound(LeaseResponse answer, IEnumerable<string> tenants) =>
        answer.Version == LeaseBody.CurrentVersion && answer.Leases is { } leases && leases.Select(l => l?.Tenant).SequenceEqual(tenants) && leases.All(l => l is { Sequence: >= 0 } && AreSound(l.Allowed) && AreSound(l.Used));

    private static bool AreSound(IReadOnlyDictionary<string, long>? amounts) =>
        amounts is { Count: <= QuotaParser.MostClasses } && amounts.All(a => QuotaParser.CheckClass(a.Key) is null && a.Value is >= 0 and <= QuotaParser.MaxLimit);

    [LoggerMessage(EventId = 1304, Level = LogLevel.Warning, Message = "Child {Child} did not confirm {Leases} leases ({Reply}); they count as used until it does.")]
    private partial void LogUnconfirmed(string child, int leases, string reply);
}
