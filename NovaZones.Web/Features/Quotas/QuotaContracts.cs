using NovaZones.Core.Federation;
using NovaZones.Core.Quotas;

namespace NovaZones.Web.Features.Quotas;

/// <summary>A tenant's quota in an answer.</summary>
/// <param name="Tenant">The tenant; empty for requests without one; <c>*</c> for the default.</param>
/// <param name="ByDefault">Whether the default holds for it, or nothing.</param>
/// <param name="Limits">Most of each resource class, and of <c>instances</c>; what is not named is unlimited.</param>
/// <param name="GovernedByParent">Whether requests that enter here are placed only within what the parent leases.</param>
/// <param name="LeasePercent">Part of what is left that each governed child is lent.</param>
/// <param name="ChangedAt">When it was saved, UTC; null where there is none.</param>
/// <param name="Usage">Limit, used, leased out to children and left, class by class.</param>
/// <param name="Lease">What the parent lent, or null.</param>
/// <param name="Leases">What is lent to children.</param>
public sealed record QuotaResponse(
    string Tenant,
    bool ByDefault,
    IReadOnlyDictionary<string, long> Limits,
    bool GovernedByParent,
    int? LeasePercent,
    DateTimeOffset? ChangedAt,
    IReadOnlyList<QuotaFigure> Usage,
    ReceivedLeaseResponse? Lease,
    IReadOnlyList<GrantedLeaseResponse> Leases)
{
    internal static QuotaResponse From(QuotaStatus status, ChildZoneRegistry children, DateTimeOffset now) => new(
        status.Tenant,
        status.IsByDefault,
        status.Quota?.Limits ?? (IReadOnlyDictionary<string, long>)new Dictionary<string, long>(),
        status.Quota?.GovernedByParent ?? false,
        status.Quota?.LeasePercent,
        status.Quota?.ChangedAt,
        status.Figures,
        status.Lease is { } lease ? new ReceivedLeaseResponse(lease.ParentZoneId, lease.Allowed, lease.EndsAt, lease.IsRunning(now)) : null,
        [.. status.Granted.Select(l => new GrantedLeaseResponse(children.Find(l.ChildZoneId)?.Child.Name, l.ChildZoneId, l.Offered, l.Held, l.Reported, l.EndsAt, l.ConfirmedAt))]);
}

/// <summary>What a parent lent this zone.</summary>
/// <param name="ParentZoneId">The parent's identity.</param>
/// <param name="Allowed">Most that may be held by requests that entered here; a class that is not named is not limited.</param>
/// <param name="EndsAt">When it ends if it is not renewed, UTC.</param>
/// <param name="InForce">Whether it still runs.</param>
public sealed record ReceivedLeaseResponse(Guid ParentZoneId, IReadOnlyDictionary<string, long> Allowed, DateTimeOffset EndsAt, bool InForce);

/// <summary>What a child was lent.</summary>
/// <param name="Zone">The child's name; null when it was removed.</param>
/// <param name="ChildZoneId">The child.</param>
/// <param name="Offered">What the newest offer allows.</param>
/// <param name="Held">What counts as used here.</param>
/// <param name="Used">What the child last said that it uses of it.</param>
/// <param name="EndsAt">When it ends at the latest if it is not renewed, UTC.</param>
/// <param name="ConfirmedAt">When the child last confirmed, UTC, or null.</param>
public sealed record GrantedLeaseResponse(
    string? Zone,
    Guid ChildZoneId,
    IReadOnlyDictionary<string, long> Offered,
    IReadOnlyDictionary<string, long> Held,
    IReadOnlyDictionary<string, long> Used,
    DateTimeOffset EndsAt,
    DateTimeOffset? ConfirmedAt);

/// <summary>A page of quotas.</summary>
/// <param name="Items">By tenant.</param>
/// <param name="NextCursor">Where the next page begins, or null at the end.</param>
public sealed record QuotaListResponse(IReadOnlyList<QuotaResponse> Items, string? NextCursor);
