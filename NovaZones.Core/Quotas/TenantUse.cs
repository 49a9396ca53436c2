using System.Collections.Immutable;

namespace NovaZones.Core.Quotas;

/// <summary>What one tenant holds through this zone (immutable).</summary>
public sealed record TenantUse
{
    /// <summary>A tenant that holds nothing.</summary>
    public static TenantUse None { get; } = new();

    /// <summary>By instances whose request entered at this zone, here and below.</summary>
    public ImmutableSortedDictionary<string, long> Entered { get; init; } = Amounts.None;

    /// <summary>By instances that parents placed here and below.</summary>
    public ImmutableSortedDictionary<string, long> FromParents { get; init; } = Amounts.None;

    /// <summary>What is lent to children, by child.</summary>
    public ImmutableDictionary<Guid, LeaseOut> Leases { get; init; } = ImmutableDictionary<Guid, LeaseOut>.Empty;

    /// <summary>Whether nothing is held and nothing lent.</summary>
    public bool IsNothing => Entered.IsEmpty && FromParents.IsEmpty && Leases.IsEmpty;

    /// <summary>What is held of a class, leases not counted.</summary>
    public long Used(string name) => Entered.Of(name) + FromParents.Of(name);

    /// <summary>What children hold or may come to hold by leases.</summary>
    /// <param name="name">The class.</param>
    /// <param name="except">A child to leave out, or null.</param>
    public long Leased(string name, Guid? except = null)
    {
        long sum = 0;
        foreach (var (child, lease) in Leases)
        {
            sum += child == except ? 0 : lease.Held.Of(name);
        }

        return sum;
    }

    /// <summary>What counts against a parent's lease: everything that entered here, and what children were lent of it.</summary>
    public ImmutableSortedDictionary<string, long> Committed() => Leases.Values.Aggregate(Entered, (sum, lease) => sum.Plus(lease.Held));

    internal TenantUse With(InstanceCharge charge, int sign) => charge.IsFromParent
        ? this with { FromParents = FromParents.Plus(charge.Amounts, sign) }
        : this with { Entered = Entered.Plus(charge.Amounts, sign) };
}
