using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Data;
using NovaZones.Data.Claims;

namespace NovaZones.Bench.Simulation;

/// <summary>Compares what every zone believes with what the zones below it have written down.</summary>
internal sealed class SimulationBooks(IReadOnlyList<SimulatedZone> zones, TreeShape tree)
{
    private const int MostFaults = 20;

    private readonly List<string> _faults = [];

    /// <summary>Instances that the root and every zone below it believe to have, added up over all zones.</summary>
    public long Beliefs { get; private set; }

    /// <summary>Instances that stand on hosts.</summary>
    public long OnHosts { get; private set; }

    /// <summary>Rounds of polls and settling until nothing was left to give back; −1 when something was left.</summary>
    public int Rounds { get; private set; }

    /// <summary>What does not agree, at most some lines.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Polls and settles as the zones' jobs do, from below, until nothing waits to be given back.</summary>
    public async Task HealAsync(int mostRounds, CancellationToken cancellationToken)
    {
        for (Rounds = 1; Rounds <= mostRounds; Rounds++)
        {
            foreach (var level in tree.FromBelow)
            {
                await Task.WhenAll(level.Select(i => zones[i].PollAsync(cancellationToken)));
                await Task.WhenAll(level.Select(i => zones[i].Services.GetRequiredService<SettleService>().SettleAsync(cancellationToken)));
            }

            if ((await Task.WhenAll(zones.Select(z => UnsettledAsync(z, cancellationToken)))).Sum() == 0)
            {
                return;
            }
        }

        Rounds = -1;
        _faults.Add($"after {mostRounds} rounds there are instances that nobody brought to an end");
    }

    /// <summary>Reads every store.</summary>
    /// <param name="told">Instances that callers were told of and did not give back.</param>
    /// <param name="cancellationToken">Ends it between zones.</param>
    public async Task CompareAsync(IReadOnlySet<Guid> told, CancellationToken cancellationToken)
    {
        var stores = new List<IReadOnlyList<InstanceEntity>>();
        foreach (var zone in zones)
        {
            stores.Add(await ReadAsync(zone, cancellationToken));
        }

        Compare("callers", told, "root", stores[0].Select(i => i.Id));
        Beliefs += told.Count;
        for (var zone = 0; zone < zones.Count; zone++)
        {
            var registry = zones[zone].Services.GetRequiredService<ChildZoneRegistry>();
            foreach (var child in tree.ChildrenOf(zone))
            {
                var row = registry.Find(zones[child].Name)!.Child.Id;
                var believed = stores[zone].Where(i => i.ChildZoneId == row).Select(i => i.Id).ToHashSet();
                Beliefs += believed.Count;
                Compare(zones[zone].Name, believed, zones[child].Name, stores[child].Select(i => i.Id));
            }

            OnHosts += stores[zone].Count(i => i.HostId is not null);
        }
    }

    private void Compare(string believer, IReadOnlySet<Guid> believed, string holder, IEnumerable<Guid> stored)
    {
        var held = stored.ToHashSet();
        var (missing, unknown) = (believed.Count(i => !held.Contains(i)), held.Count(i => !believed.Contains(i)));
        if (missing + unknown > 0)
        {
            Fault($"{believer} believes in {missing} instances that {holder} has not, and does not know {unknown} that it has");
        }
    }

    private async Task<IReadOnlyList<InstanceEntity>> ReadAsync(SimulatedZone zone, CancellationToken cancellationToken)
    {
        await using var db = await ContextAsync(zone, cancellationToken);
        var stored = await db.Set<AllocationEntity>().SumAsync(a => a.Amount, cancellationToken);
        var inMemory = 0L;
        foreach (var host in zone.Services.GetRequiredService<FleetView>().Current.Hosts)
        {
            foreach (var usage in host.Providers.SelectMany(p => p.Inventories))
            {
                inMemory += usage.Used;
                if (usage.Used > usage.Inventory.Capacity || usage.Used < 0)
                {
                    Fault($"{zone.Name}: {host.Name} uses {usage.Used} of {usage.Inventory.Capacity} {usage.ResourceClass}");
                }
            }
        }

        if (stored != inMemory)
        {
            Fault($"{zone.Name} plans with {inMemory} used, and its store says {stored}");
        }

        return await db.Set<InstanceEntity>().AsNoTracking().ToListAsync(cancellationToken);
    }

    private static async Task<int> UnsettledAsync(SimulatedZone zone, CancellationToken cancellationToken)
    {
        await using var db = await ContextAsync(zone, cancellationToken);
        return await db.Set<InstanceEntity>().CountAsync(i => i.State != InstanceState.Placed, cancellationToken);
    }

    private static Task<ZoneDbContext> ContextAsync(SimulatedZone zone, CancellationToken cancellationToken) =>
        zone.Services.GetRequiredService<IDbContextFactory<ZoneDbContext>>().CreateDbContextAsync(cancellationToken);

    private void Fault(string line)
    {
        if (_faults.Count < MostFaults)
        {
            _faults.Add(line);
        }
    }
}
