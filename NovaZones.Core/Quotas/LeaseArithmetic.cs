using System.Collections.Immutable;
using NovaZones.Core.Federation.Wire;

namespace NovaZones.Core.Quotas;

/// <summary>How much is lent to a child, and what is counted for it; pure.</summary>
/// <remarks>
/// What keeps the tree below its limit: a child never holds more than <see cref="LeaseOut.Held"/> says here. <see cref="Offer"/> only lets it
/// grow, and is durable before the child hears of it; <see cref="Confirmed"/> lets it shrink, to what the child said after it had put the
/// newest offer in force. No clock takes part.
/// </remarks>
internal static class LeaseArithmetic
{
    /// <summary>The next offer to a child: what it holds, and a part of what is left.</summary>
    /// <param name="book">This zone's books, in which the child's lease so far stands.</param>
    /// <param name="childZoneId">The child.</param>
    /// <param name="tenant">Whose.</param>
    /// <param name="reported">What the child said that it holds.</param>
    /// <param name="childSequence">Newest offer that the child knows.</param>
    /// <param name="mayGrow">Whether it may be lent anything beyond what it holds.</param>
    public static LeaseOut Offer(TenantBook book, Guid childZoneId, string tenant, ImmutableSortedDictionary<string, long> reported, long childSequence, bool mayGrow)
    {
        var use = book.UseOf(tenant);
        var quota = book.QuotaOf(tenant);
        var known = use.Leases.GetValueOrDefault(childZoneId) ?? new LeaseOut(childZoneId, tenant, 0);
        var offered = mayGrow ? Amounts.None : reported;
        foreach (var (name, limit) in mayGrow && quota is not null ? quota.Limits : Amounts.None)
        {
            Narrow(name, limit - use.Used(name));
        }

        // What a parent lent goes on to the children only in parts, too.
        foreach (var (name, allowed) in mayGrow && quota is { GovernedByParent: true } && book.LeaseOf(tenant) is { } lease ? lease.Allowed : Amounts.None)
        {
            Narrow(name, allowed - use.Entered.Of(name));
        }

        return known with
        {
            Sequence = Math.Min(Math.Max(known.Sequence, childSequence), LeaseBody.MostSequence - 1) + 1,
            Offered = offered,
            Held = known.Held.Max(offered).Max(reported),
            Reported = reported,
        };

        void Narrow(string name, long withChildren)
        {
            var held = reported.Of(name);
            var left = Math.Max(0, withChildren - use.Leased(name, except: childZoneId) - held);
            var amount = held + PartOf(left, quota!.LeasePercent);
            offered = offered.SetItem(name, offered.TryGetValue(name, out var other) ? Math.Min(amount, other) : amount);
        }
    }

    /// <summary>How long a lease may run: as long as is set, and no longer than the parent's own.</summary>
    public static TimeSpan Duration(TenantBook book, string tenant, TimeSpan longest, DateTimeOffset now)
    {
        if (book.QuotaOf(tenant) is not { GovernedByParent: true })
        {
            return longest;
        }

        var left = book.LeaseOf(tenant) is { } lease ? lease.EndsAt - now : TimeSpan.Zero;
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left < longest ? left : longest;
    }

    /// <summary>The lease after the child answered an offer.</summary>
    /// <param name="sent">As it was sent.</param>
    /// <param name="sequence">Newest offer that the child follows.</param>
    /// <param name="allowed">What that one allows, as the child has it.</param>
    /// <param name="used">What the child held when it followed it already.</param>
    /// <param name="now">When it answered, UTC.</param>
    public static LeaseOut Confirmed(LeaseOut sent, long sequence, ImmutableSortedDictionary<string, long> allowed, ImmutableSortedDictionary<string, long> used, DateTimeOffset now) =>
        sequence == sent.Sequence
            ? sent with { Held = sent.Offered.Max(used), Reported = used, ConfirmedAt = now }

            // The child knows a newer offer than this zone does, as after this zone's database was restored: what it has is a fact.
            : sent with { Sequence = Math.Min(Math.Max(sent.Sequence, sequence), LeaseBody.MostSequence), Held = sent.Held.Max(allowed).Max(used), Reported = used };

    private static long PartOf(long amount, int percent) => (long)((Int128)amount * percent / 100);
}
