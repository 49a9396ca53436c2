using System.Globalization;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Operations;

/// <summary>Holds what is stored against what the running zone has in memory, host by host.</summary>
internal sealed class MemoryReview
{
    private const string Foreign = "Rows were written by something other than this zone since it loaded its fleet.";

    private readonly LedgerBooks _books;
    private readonly FleetSnapshot _before;
    private readonly FleetSnapshot _after;
    private readonly ILookup<Guid, StoredUsage> _usages;

    public MemoryReview(LedgerBooks books, FleetSnapshot before, FleetSnapshot after)
    {
        (_books, _before, _after) = (books, before, after);
        _usages = books.Usages.Where(u => books.Providers.ContainsKey(u.ProviderId)).ToLookup(u => books.Providers[u.ProviderId].HostId);
    }

    public IEnumerable<LedgerDifference> Run() => Stored().Concat(OnlyInMemory());

    private IEnumerable<LedgerDifference> Stored()
    {
        foreach (var (id, stored) in _books.Hosts)
        {
            var (before, after) = (_before.Find(id), _after.Find(id));
            if (before is null && after is null)
            {
                yield return Missing(stored.Name, "The host is stored, and the zone does not have it in memory: its rows were written by something other than this zone.");
            }
            else if (after is not null && (before?.Generation == after.Generation ? stored.Generation <= after.Generation : stored.Generation == after.Generation))
            {
                // The same before and after, or stored as it is now. A claim need not store the generation, so that an older one may stand there.
                foreach (var difference in Compare(id, stored, after))
                {
                    yield return difference;
                }
            }
            else if (before?.Generation == after?.Generation)
            {
                yield return new LedgerDifference
                {
                    Kind = LedgerDifferenceKinds.GenerationDiffers,
                    Cause = string.Create(CultureInfo.InvariantCulture, $"The stored generation is {stored.Generation}, in memory it is {after?.Generation}: another program writes to this database. Restart the zone, so that it decides on what is stored."),
                    Host = stored.Name,
                };
            }
        }
    }

    private IEnumerable<LedgerDifference> OnlyInMemory() => _after.Hosts
        .Where(host => !_books.Hosts.ContainsKey(host.Id) && _before.Find(host.Id) is not null)
        .Select(host => Missing(host.Name, "The zone has the host in memory, and it is not stored: its rows were removed by something other than this zone."));

    private static LedgerDifference Missing(string host, string cause) => new() { Kind = LedgerDifferenceKinds.HostMissing, Cause = cause, Host = host };

    private IEnumerable<LedgerDifference> Compare(Guid id, StoredHost stored, Host host)
    {
        if (stored.Instances != host.InstanceCount)
        {
            yield return new LedgerDifference
            {
                Kind = LedgerDifferenceKinds.InstancesDiffer,
                Cause = string.Create(CultureInfo.InvariantCulture, $"{stored.Instances} instances are stored, {host.InstanceCount} are in memory. {Foreign}"),
                Host = stored.Name,
                InMemory = host.InstanceCount,
            };
        }

        foreach (var usage in _usages[id])
        {
            var place = host.IndexOfProvider(usage.ProviderId);
            var index = place < 0 ? -1 : host.Providers[place].IndexOf(usage.ResourceClass);
            var known = index < 0 ? default(InventoryUsage?) : host.Providers[place].Inventories[index];
            var inMemory = known?.Used ?? 0;
            if (inMemory != usage.Allocated)
            {
                yield return Of(LedgerDifferenceKinds.UsedDiffers, stored, usage, inMemory, UsedCause(usage, inMemory));
            }

            var total = known?.Inventory.Total ?? 0;
            if (total != (usage.Inventory?.Total ?? 0))
            {
                yield return Of(LedgerDifferenceKinds.TotalDiffers, stored, usage, total, $"The stored total is not the one that the zone decides with. {Foreign}");
            }
        }
    }

    private static string UsedCause(StoredUsage usage, long inMemory) => usage.Allocated - usage.Orphaned == inMemory
        ? string.Create(CultureInfo.InvariantCulture, $"Allocations of {usage.Orphaned} that belong to no instance were added. {Foreign}")
        : usage.Allocated < inMemory
            ? $"Allocations were removed or lowered. {Foreign}"
            : $"Allocations were added or raised. {Foreign}";

    private LedgerDifference Of(string kind, StoredHost host, StoredUsage usage, long inMemory, string cause) => new()
    {
        Kind = kind,
        Cause = cause,
        Host = host.Name,
        Provider = _books.Providers[usage.ProviderId].Name,
        ResourceClass = usage.ResourceClass,
        Total = usage.Inventory?.Total ?? 0,
        Capacity = usage.Inventory?.Capacity ?? 0,
        Allocated = usage.Allocated,
        InMemory = inMemory,
    };
}
