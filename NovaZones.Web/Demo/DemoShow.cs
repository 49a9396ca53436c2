using NovaZones.Web.Demo.Fleet;
using NovaZones.Web.Demo.Workload;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Web.Demo;

/// <summary>What happens once the zones are up: hosts report, the tree is complete, the workload moves.</summary>
internal sealed class DemoShow(DemoOptions options, DemoTree tree, DemoScreen screen, TimeProvider time)
{
    private static readonly TimeSpan TreeTimeout = TimeSpan.FromSeconds(45);
    private readonly DemoCounters _counters = new();

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var fleets = DemoLayout.BuildFleets(options.Hosts, options.Seed);
        var keepers = fleets.Select((fleet, index) => Keeper(fleet, index)).ToArray();
        await Task.WhenAll(keepers.Select(keeper => keeper.LoadAsync(cancellationToken)));
        screen.Say($"{options.Hosts} simulated hosts have reported");

        var agent = new DemoAgent(options, tree, screen);
        var loops = new List<Func<CancellationToken, Task>> { tree.SuperviseAsync, agent.RunAsync, token => WorkAsync(fleets, token) };
        loops.AddRange(keepers.Select(keeper => (Func<CancellationToken, Task>)keeper.KeepAsync));
        await Together.RunAsync(loops, cancellationToken);
    }

    private FleetKeeper Keeper(DemoFleet fleet, int index) =>
        new(fleet, tree.Zone(fleet.Zone).Client, _counters, options.Seed + 100 + index, time);

    private async Task WorkAsync(IReadOnlyList<DemoFleet> fleets, CancellationToken cancellationToken)
    {
        var zones = tree.Zones.Select(zone => zone.Name).ToArray();
        var withHosts = fleets.Where(fleet => fleet.Hosts.Count > 0).Select(fleet => fleet.Zone).ToArray();
        var complete = await ZoneTreeWatch.WaitAsync(tree.Root.Client, zones, withHosts, TreeTimeout, cancellationToken);
        screen.Say(complete ? "the root sees all four zones" : $"the root does not see all zones after {TreeTimeout.TotalSeconds:0} s; going on");
        screen.Write(DemoWelcome.Text(tree));

        var workload = new DemoWorkload(tree.Root.Client, _counters, options.Rate, options.Seed, DemoCapacity.Of(fleets), time);
        await Together.RunAsync([workload.RunAsync, token => ShowStatusAsync(workload, token)], cancellationToken);
    }

    private async Task ShowStatusAsync(DemoWorkload workload, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var (instances, cpu, gpu) = workload.Utilisation();
            var trouble = _counters.Errors == 0 ? "" : $" · errors {_counters.Errors} ({_counters.LastError})";
            var held = _counters.HeldBack == 0 ? "" : $" · held back {_counters.HeldBack}";
            screen.Status(
                $"zones {tree.RunningCount}/{tree.Zones.Count} · instances {instances} · CPU {cpu:0 %} · GPU {gpu:0 %} · "
                + $"placed {_counters.Placed} · refused {_counters.Refused} · released {_counters.Released}{held}{trouble}");
        }
    }
}
