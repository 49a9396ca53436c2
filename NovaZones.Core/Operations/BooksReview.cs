using System.Globalization;

namespace NovaZones.Core.Operations;

/// <summary>Holds what is stored against itself.</summary>
internal sealed class BooksReview(LedgerBooks books)
{
    public List<LedgerDifference> Run()
    {
        var found = books.OddRows.Select(Describe).ToList();
        foreach (var usage in books.Usages)
        {
            if (AboveCapacity(usage) is { } difference)
            {
                found.Add(difference);
            }
        }

        return found;
    }

    private static string CauseOf(OddRow row) => row.Kind switch
    {
        LedgerDifferenceKinds.OrphanAllocation => "The allocation's instance does not exist: it was removed without what it took, by something other than this zone. The amount is counted as used until the row is deleted and the zone started again.",
        LedgerDifferenceKinds.InstanceWithoutAllocations => "The instance takes nothing: its allocations were removed by something other than this zone. Its host may be given more than it can hold.",
        LedgerDifferenceKinds.AllocationOnWrongProvider => "The allocation's provider does not exist or belongs to another host than the instance.",
        LedgerDifferenceKinds.AllocationNotPositive => "An allocation must be at least 1: the row was changed by something other than this zone.",
        LedgerDifferenceKinds.UnknownClass => "The row's resource class has no name: its row in ResourceClasses was removed by something other than this zone.",
        LedgerDifferenceKinds.InstanceWithoutHost => "The instance names a host that does not exist: the host's rows were removed by something other than this zone.",
        _ => "The instance's reservation does not exist: it was removed by something other than this zone, and nobody can release the instance by it.",
    };

    private LedgerDifference Describe(OddRow row)
    {
        var provider = row.ProviderId is { } providerId ? books.Providers.GetValueOrDefault(providerId) : null;
        var hostId = row.HostId ?? provider?.HostId;
        return new LedgerDifference
        {
            Kind = row.Kind,
            Cause = CauseOf(row),
            Host = hostId is { } id ? books.Hosts.GetValueOrDefault(id)?.Name ?? id.ToString() : null,
            Provider = provider?.Name ?? row.ProviderId?.ToString(),
            ResourceClass = row.ResourceClass,
            Allocated = row.Amount,
            InstanceId = row.InstanceId == Guid.Empty ? null : row.InstanceId,
            ReservationId = row.ReservationId,
        };
    }

    private LedgerDifference? AboveCapacity(StoredUsage usage)
    {
        var capacity = usage.Inventory?.Capacity ?? 0;
        if (usage.Allocated <= capacity || !books.Providers.TryGetValue(usage.ProviderId, out var provider))
        {
            return null;
        }

        var isOrphans = usage.Allocated - usage.Orphaned <= capacity;
        return new LedgerDifference
        {
            Kind = LedgerDifferenceKinds.AboveCapacity,
            IsFault = isOrphans,
            Cause = isOrphans
                ? string.Create(CultureInfo.InvariantCulture, $"{usage.Orphaned} of {usage.Allocated} belong to no instance; without them it would fit.")
                : ShrankCause(usage, capacity),
            Host = books.Hosts.GetValueOrDefault(provider.HostId)?.Name ?? provider.HostId.ToString(),
            Provider = provider.Name,
            ResourceClass = usage.ResourceClass,
            Total = usage.Inventory?.Total ?? 0,
            Capacity = capacity,
            Allocated = usage.Allocated,
        };
    }

    private static string ShrankCause(StoredUsage usage, long capacity) => usage.Inventory is null or { Total: 0 }
        ? "A report took the class away after instances were placed; nothing more is placed there until enough is released or reported again."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"A report shrank the capacity to {capacity} (total {usage.Inventory.Total}, reserved {usage.Inventory.Reserved}, ratio {usage.Inventory.AllocationRatio}) after instances were placed: each allocation belongs to an instance, and none is made beyond capacity.");
}
