using System.Collections.Immutable;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Capacity;

namespace NovaZones.Core.Trials;

/// <summary>A private picture of the fleet on which request after request is placed. Not thread-safe.</summary>
internal sealed class TrialWorld(FleetSnapshot fleet)
{
    private const int Steps = 10;

    private int _placed;
    private int _refused;

    /// <summary>Places a request as far as it fits.</summary>
    /// <returns>The hosts in the order in which they are chosen; empty when fewer than are of use were found.</returns>
    public ImmutableArray<string> Place(RecordedRequest recorded, PlacementContext context)
    {
        var slots = Planner.PickSlots(fleet, context, recorded.Count);
        if (slots.Length < recorded.Least)
        {
            _refused++;
            return [];
        }

        _placed += slots.Length;
        if (recorded.Holds)
        {
            fleet = Planner.Deplete(fleet, context, slots);
        }

        return [.. slots.Select(s => s.HostName)];
    }

    /// <summary>What drops most hosts for a request that does not fit, in words.</summary>
    public string WhyNot(PlacementContext context)
    {
        var funnel = Planner.FunnelOf(fleet, context);
        var worst = funnel.MaxBy(f => f.Dropped);
        if (worst is not { Dropped: > 0 })
        {
            return fleet.Count == 0 ? "there is no host" : "no valid host";
        }

        var reason = worst.Reasons[0];
        return reason.Example is { Obstacles: [var obstacle, ..] } host
            ? $"{reason.Reason} on {reason.Hosts} hosts, as {host.Host}: {obstacle.Attribute} wanted {obstacle.Wanted}, is {obstacle.Actual}"
            : reason.Reason;
    }

    /// <summary>Counts a request that its policy refuses without looking at a host.</summary>
    public void Refuse() => _refused++;

    /// <summary>What came of it.</summary>
    /// <param name="frequent">For each request that is asked often its context.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public TrialFigures ToFigures(IReadOnlyList<PlacementContext> frequent, CancellationToken cancellationToken)
    {
        var classes = new SortedDictionary<string, ClassUse>(StringComparer.Ordinal);
        var inUse = 0;
        foreach (var host in fleet.Hosts)
        {
            var isUsed = false;
            foreach (var provider in host.Providers)
            {
                for (var i = 0; i < provider.Inventories.Length; i++)
                {
                    var inventory = provider.Inventories[i];
                    if (!classes.TryGetValue(inventory.ResourceClass, out var use))
                    {
                        classes.Add(inventory.ResourceClass, use = new ClassUse());
                    }

                    use.Add(inventory.Inventory.Capacity, inventory.Used);
                    isUsed |= inventory.Used > 0;
                }
            }

            inUse += isUsed ? 1 : 0;
            foreach (var use in classes.Values)
            {
                use.EndHost();
            }
        }

        var fits = frequent.Select(c => (Context: c, Count: (long)ZoneRoom.Of(fleet, c, cancellationToken).Count)).ToList();
        return new TrialFigures
        {
            Placed = _placed,
            Refused = _refused,
            HostsInUse = inUse,
            Resources = [.. classes.Select(c => c.Value.ToUse(c.Key))],
            Fits = [.. fits.Select(f => new TrialFit(f.Context.Request.Json, f.Count))],
            Fragmentation = FragmentationOf(fits, classes),
        };
    }

    private static double? FragmentationOf(List<(PlacementContext Context, long Count)> fits, SortedDictionary<string, ClassUse> classes)
    {
        double whole = 0, fluid = 0;
        foreach (var (context, count) in fits)
        {
            whole += count;
            fluid += context.Totals.Min(d => d.Amount == 0 ? double.MaxValue : Math.Floor((double)(classes.GetValueOrDefault(d.ResourceClass)?.Free ?? 0) / d.Amount));
        }

        return fluid > 0 ? Math.Clamp(1 - (whole / fluid), 0, 1) : null;
    }

    /// <summary>One class over all hosts.</summary>
    private sealed class ClassUse
    {
        private readonly int[] _histogram = new int[Steps];
        private long _capacity;
        private long _used;
        private long _hostCapacity;
        private long _hostUsed;
        private int _hosts;
        private double _sum;
        private double _squares;

        public long Free => _capacity - _used;

        public void Add(long capacity, long used)
        {
            _hostCapacity += capacity;
            _hostUsed += used;
        }

        public void EndHost()
        {
            if (_hostCapacity > 0)
            {
                var share = Math.Min(1, (double)_hostUsed / _hostCapacity);
                _capacity += _hostCapacity;
                _used += _hostUsed;
                _hosts++;
                _sum += share;
                _squares += share * share;
                _histogram[Math.Min(Steps - 1, (int)(share * Steps))]++;
            }

            (_hostCapacity, _hostUsed) = (0, 0);
        }

        public TrialUse ToUse(string name)
        {
            var mean = _hosts == 0 ? 0 : _sum / _hosts;
            var variance = _hosts == 0 ? 0 : Math.Max(0, (_squares / _hosts) - (mean * mean));
            return new TrialUse(name, _capacity, _used, Math.Sqrt(variance), [.. _histogram]);
        }
    }
}
