using System.Collections.Immutable;

namespace NovaZones.Core.Quotas;

/// <summary>A tenant's quota with what it holds, at one moment.</summary>
/// <param name="Tenant">The tenant; empty for requests without one; <see cref="Quota.DefaultTenant"/> for the default itself.</param>
/// <param name="Quota">What holds for it, or null.</param>
/// <param name="Figures">Class by class: those that are limited, and those of which something is held.</param>
/// <param name="Lease">What a parent lent for it, or null.</param>
/// <param name="Granted">What is lent to children.</param>
public sealed record QuotaStatus(string Tenant, Quota? Quota, ImmutableArray<QuotaFigure> Figures, LeaseIn? Lease, ImmutableArray<LeaseOut> Granted)
{
    /// <summary>Whether it has no quota of its own.</summary>
    public bool IsByDefault => Quota is null || Quota.Tenant != Tenant;

    /// <summary>The status of one tenant.</summary>
    public static QuotaStatus Of(TenantBook book, string tenant)
    {
        ArgumentNullException.ThrowIfNull(book);
        var quota = book.QuotaOf(tenant);

        // The default is nobody's: each tenant without a quota of its own may have as much.
        var use = tenant == Quota.DefaultTenant ? TenantUse.None : book.UseOf(tenant);
        var names = (quota?.Limits.Keys ?? []).Concat(use.Entered.Keys).Concat(use.FromParents.Keys).Concat(use.Leases.Values.SelectMany(l => l.Held.Keys));
        return new QuotaStatus(
            tenant,
            quota,
            [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => QuotaFigure.Of(name, quota, use))],
            book.LeaseOf(tenant),
            [.. use.Leases.Values.OrderBy(l => l.ChildZoneId)]);
    }
}

/// <summary>One class of a tenant's quota.</summary>
/// <param name="Class">The resource class, or <see cref="Quota.Instances"/>.</param>
/// <param name="Limit">The limit; null when there is none.</param>
/// <param name="Used">What is held, here and through this zone below.</param>
/// <param name="Leased">What is lent to children, used by them or not.</param>
/// <param name="Left">What is left; null when nothing limits.</param>
public sealed record QuotaFigure(string Class, long? Limit, long Used, long Leased, long? Left)
{
    internal static QuotaFigure Of(string name, Quota? quota, TenantUse use)
    {
        var (used, leased) = (use.Used(name), use.Leased(name));
        return quota is not null && quota.Limits.TryGetValue(name, out var limit)
            ? new QuotaFigure(name, limit, used, leased, Math.Max(0, limit - used - leased))
            : new QuotaFigure(name, null, used, leased, null);
    }
}
