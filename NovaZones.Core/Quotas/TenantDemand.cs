namespace NovaZones.Core.Quotas;

/// <summary>Tenants that were refused lately for want of a lease, so that the parent hears of them; bounded. Thread-safe.</summary>
internal sealed class TenantDemand
{
    private const int Most = 1024;

    private readonly Lock _lock = new();
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _tenants = new(StringComparer.Ordinal);

    /// <summary>Notes a refusal; the oldest is forgotten when there are too many.</summary>
    public void Note(QuotaShortage shortage)
    {
        if (shortage.LimitedBy == QuotaShortage.ByQuota)
        {
            return;
        }

        lock (_lock)
        {
            if (_tenants.Add(shortage.Tenant))
            {
                _order.Enqueue(shortage.Tenant);
                if (_order.Count > Most)
                {
                    _tenants.Remove(_order.Dequeue());
                }
            }
        }
    }

    /// <summary>Everyone that is remembered.</summary>
    public IReadOnlyList<string> All()
    {
        lock (_lock)
        {
            return [.. _tenants];
        }
    }
}
