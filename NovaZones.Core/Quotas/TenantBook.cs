using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NovaZones.Core.Replicas;

namespace NovaZones.Core.Quotas;

/// <summary>Quotas, what tenants hold, and leases in both directions at one moment (immutable). Only the ledger makes new ones.</summary>
public sealed class TenantBook
{
    private readonly ImmutableDictionary<string, TenantUse> _uses;
    private readonly ImmutableDictionary<string, LeaseIn> _leases;

    private TenantBook(ImmutableSortedDictionary<string, Quota> quotas, ImmutableDictionary<string, TenantUse> uses, ImmutableDictionary<string, LeaseIn> leases)
    {
        Quotas = quotas;
        _uses = uses;
        _leases = leases;
    }

    /// <summary>No quotas and nobody who holds anything.</summary>
    public static TenantBook Empty { get; } = new(
        ImmutableSortedDictionary.Create<string, Quota>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, TenantUse>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, LeaseIn>(StringComparer.Ordinal));

    /// <summary>The quotas that are set, by tenant; the default stands under <see cref="Quota.DefaultTenant"/>.</summary>
    public ImmutableSortedDictionary<string, Quota> Quotas { get; }

    /// <summary>Tenants that hold or were lent something.</summary>
    public IEnumerable<string> Tenants => _uses.Keys;

    /// <summary>The quota that holds for a tenant: its own, else the default; null when neither is set.</summary>
    public Quota? QuotaOf(string tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);

        // A request without tenant has no name that a quota could be set for.
        return tenant.Length > 0 && tenant != Quota.DefaultTenant && Quotas.TryGetValue(tenant, out var own) ? own : Quotas.GetValueOrDefault(Quota.DefaultTenant);
    }

    /// <summary>What a tenant holds.</summary>
    public TenantUse UseOf(string tenant) => _uses.GetValueOrDefault(tenant) ?? TenantUse.None;

    /// <summary>The lease of a parent for a tenant, running or ended, or null.</summary>
    public LeaseIn? LeaseOf(string tenant) => _leases.GetValueOrDefault(tenant);

    /// <summary>How many more instances of this charge fit, and which limit is the narrowest.</summary>
    /// <remarks>A zone's own quota counts everything it places; the parent's lease only what enters here, since the parent counts the rest itself.</remarks>
    internal QuotaRoom RoomFor(InstanceCharge charge, DateTimeOffset now)
    {
        if (QuotaOf(charge.Tenant) is not { } quota)
        {
            return QuotaRoom.Unlimited;
        }

        var use = UseOf(charge.Tenant);
        var room = QuotaRoom.Unlimited;
        var isGoverned = quota.GovernedByParent && !charge.IsFromParent;
        var lease = isGoverned && LeaseOf(charge.Tenant) is { } known && known.IsRunning(now) ? known : null;
        foreach (var (name, amount) in charge.Amounts)
        {
            var leased = use.Leased(name);
            if (quota.Limits.TryGetValue(name, out var limit))
            {
                Narrow(ref room, new QuotaShortage(charge.Tenant, name, QuotaShortage.ByQuota, limit, use.Used(name), leased, amount));
            }

            if (isGoverned && lease is null)
            {
                // Where nothing may be placed the figures of single classes say nothing: what is held is at the same time the limit.
                var held = use.Entered.Of(name) + leased;
                Narrow(ref room, new QuotaShortage(charge.Tenant, name, QuotaShortage.ByNoLease, held, use.Entered.Of(name), leased, amount));
            }
            else if (lease is not null && lease.Allowed.TryGetValue(name, out var allowed))
            {
                Narrow(ref room, new QuotaShortage(charge.Tenant, name, QuotaShortage.ByLease, allowed, use.Entered.Of(name), leased, amount));
            }
        }

        return room;
    }

    internal TenantBook Charge(InstanceCharge charge, int sign) => WithUse(charge.Tenant, UseOf(charge.Tenant).With(charge, sign));

    internal TenantBook With(LeaseOut lease)
    {
        var use = UseOf(lease.Tenant);
        return WithUse(lease.Tenant, use with { Leases = use.Leases.SetItem(lease.ChildZoneId, lease) });
    }

    internal TenantBook Without(LeaseOut lease)
    {
        var use = UseOf(lease.Tenant);
        return WithUse(lease.Tenant, use with { Leases = use.Leases.Remove(lease.ChildZoneId) });
    }

    internal TenantBook With(LeaseIn lease) => new(Quotas, _uses, _leases.SetItem(lease.Tenant, lease));

    internal TenantBook With(Quota quota) => new(Quotas.SetItem(quota.Tenant, quota), _uses, _leases);

    internal TenantBook WithoutQuota(string tenant) => new(Quotas.Remove(tenant), _uses, _leases);

    /// <summary>With quotas and leases as they are stored; what is held stays.</summary>
    internal TenantBook With(TenantTerms terms)
    {
        var leases = terms.Received.OrderBy(l => l.EndsAt).Aggregate(ImmutableDictionary.Create<string, LeaseIn>(StringComparer.Ordinal), (all, l) => all.SetItem(l.Tenant, l));
        var uses = _uses
            .Select(u => KeyValuePair.Create(u.Key, u.Value with { Leases = ImmutableDictionary<Guid, LeaseOut>.Empty }))
            .Where(u => !u.Value.IsNothing)
            .ToImmutableDictionary(StringComparer.Ordinal);
        var book = new TenantBook(terms.Quotas.ToImmutableSortedDictionary(q => q.Tenant, q => q, StringComparer.Ordinal), uses, leases);
        return terms.Granted.Aggregate(book, (b, lease) => b.With(lease));
    }

    /// <summary>Counted anew from what is stored; quotas and leases stay.</summary>
    internal TenantBook Recounted(IEnumerable<InstanceCharge> charges)
    {
        var lent = _uses
            .Where(u => !u.Value.Leases.IsEmpty)
            .ToImmutableDictionary(u => u.Key, u => TenantUse.None with { Leases = u.Value.Leases }, StringComparer.Ordinal);

        // Equal charges of a fleet are one object mostly: counted as often as it stands there, in one step.
        var counts = new Dictionary<InstanceCharge, int>(ReferenceEqualityComparer.Instance);
        foreach (var charge in charges)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, charge, out _)++;
        }

        return counts.Aggregate(new TenantBook(Quotas, lent, _leases), (book, count) => book.Charge(count.Key, count.Value));
    }

    private TenantBook WithUse(string tenant, TenantUse use) =>
        new(Quotas, use.IsNothing ? _uses.Remove(tenant) : _uses.SetItem(tenant, use), _leases);

    private static void Narrow(ref QuotaRoom room, QuotaShortage shortage)
    {
        // What was placed before a limit was set or lowered may be more than it allows: then nothing is left, not less than nothing.
        var count = shortage.Left / shortage.Asked;
        if (count < room.Count)
        {
            room = new QuotaRoom(count, shortage);
        }
    }
}
