namespace NovaZones.Core.Quotas;

/// <summary>The limit that stands in a request's way.</summary>
/// <param name="Tenant">Whose; empty for requests without tenant.</param>
/// <param name="Class">The resource class, or <see cref="Quota.Instances"/>.</param>
/// <param name="LimitedBy"><c>quota</c>: this zone's own; <c>lease</c>: what the parent lent; <c>no-lease</c>: nothing is lent, or the lease ended.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Used">What is held.</param>
/// <param name="Leased">What is lent to children.</param>
/// <param name="Asked">The least that the request would take.</param>
public sealed record QuotaShortage(string Tenant, string Class, string LimitedBy, long Limit, long Used, long Leased, long Asked)
{
    internal const string ByQuota = "quota";
    internal const string ByLease = "lease";
    internal const string ByNoLease = "no-lease";

    /// <summary>What is left.</summary>
    public long Left => Math.Max(0, Limit - Used - Leased);

    /// <summary>The same in one sentence for people.</summary>
    public string Sentence()
    {
        var who = Tenant.Length == 0 ? "requests without tenant" : $"tenant {Tenant}";
        var lent = Leased > 0 ? $", {Leased} leased to child zones" : "";
        return LimitedBy switch
        {
            ByNoLease => $"no lease of the parent is in force for {who}, so that nothing new may be placed from here (asked: {Asked} {Class})",
            ByLease => $"the parent's lease for {who} allows {Limit} {Class}; {Used} used{lent}, {Asked} asked",
            _ => $"the quota of {who} allows {Limit} {Class}; {Used} used{lent}, {Asked} asked",
        };
    }
}
