using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Live;

namespace NovaZones.Core.Quotas;

/// <summary>Quotas: saved durably before they count, then in force for every claim that is decided after.</summary>
public sealed class QuotaService(IQuotaStore store, FleetLedger ledger, FleetView view, ChangeFeed feed, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Reads quotas and what was lent to children; before the ledger starts.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var quotas = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        var granted = await store.ListGrantedAsync(cancellationToken).ConfigureAwait(false);
        var book = quotas.Aggregate(view.Tenants, (b, quota) => b.With(quota));
        view.Publish(granted.Aggregate(book, (b, lease) => b.With(lease)));
    }

    /// <summary>Every quota, and every tenant without one that holds something, by name.</summary>
    public IReadOnlyList<QuotaStatus> List()
    {
        var book = view.Tenants;
        return [.. book.Quotas.Keys.Union(book.Tenants, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(tenant => QuotaStatus.Of(book, tenant))];
    }

    /// <summary>One tenant's; null when nothing limits it and it holds nothing.</summary>
    public QuotaStatus? Find(string tenant)
    {
        var status = QuotaStatus.Of(view.Tenants, tenant);
        return status.Quota is null && status.Figures.IsEmpty ? null : status;
    }

    /// <summary>Saves a quota. True when there was none for that tenant.</summary>
    public async Task<bool> SaveAsync(Quota quota, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(quota);
        quota = quota with { ChangedAt = time.GetUtcNow() };
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await store.SaveAsync(quota, cancellationToken).ConfigureAwait(false);
            return await DecideAsync(batch =>
            {
                var isNew = !batch.Tenants.Quotas.ContainsKey(quota.Tenant);
                batch.Put(batch.Tenants.With(quota));
                return isNew;
            }).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Removes a quota; the tenant then has the default. False when there is none.</summary>
    public async Task<bool> RemoveAsync(string tenant, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!view.Tenants.Quotas.ContainsKey(tenant))
            {
                return false;
            }

            await store.RemoveAsync(tenant, cancellationToken).ConfigureAwait(false);
            return await DecideAsync(batch =>
            {
                batch.Put(batch.Tenants.WithoutQuota(tenant));
                return true;
            }).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<bool> DecideAsync(Func<LedgerBatch, bool> decide)
    {
        var result = await ledger.DecideAsync(decide, CancellationToken.None).ConfigureAwait(false);
        feed.Publish(ChangeTopic.Policies);
        return result;
    }
}
