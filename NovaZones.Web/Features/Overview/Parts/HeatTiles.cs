using System.Collections.Immutable;
using NovaZones.Core.Fleet;

namespace NovaZones.Web.Features.Overview.Parts;

/// <summary>Every host of the zone as one byte: its used share of a resource class, or why it has none.</summary>
/// <param name="Hosts">Names, by availability zone, then name.</param>
/// <param name="Marks">For each host 0 to 100 (used per cent, 100 also for more), or one of the marks above.</param>
/// <param name="Groups">The same, counted by availability zone.</param>
public sealed record HeatTiles(ImmutableArray<string> Hosts, byte[] Marks, ImmutableArray<HeatGroup> Groups)
{
    /// <summary>The host was silent for too long.</summary>
    public const byte Down = 200;

    /// <summary>An operator switched it off.</summary>
    public const byte Disabled = 201;

    /// <summary>It has none of the class.</summary>
    public const byte Without = 202;

    private ImmutableArray<HeatPatch> _patches = [];
    private ImmutableDictionary<string, HeatTiles> _cuts = ImmutableDictionary<string, HeatTiles>.Empty;

    /// <summary>Lower ends of the steps that are counted, in per cent.</summary>
    public static ImmutableArray<byte> Steps { get; } = [0, 25, 50, 75, 90];

    /// <summary>The tiles of a fleet.</summary>
    /// <param name="fleet">The hosts.</param>
    /// <param name="order">Their order; it must fit the fleet.</param>
    /// <param name="resourceClass">The class whose use is shown.</param>
    /// <param name="now">The time.</param>
    /// <param name="staleAfter">How long a host may be silent.</param>
    public static HeatTiles Of(FleetSnapshot fleet, HeatOrder order, string resourceClass, DateTimeOffset now, TimeSpan staleAfter)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(order);
        var marks = new byte[order.Names.Length];
        var row = 0;
        foreach (var host in fleet.Hosts)
        {
            marks[order.Places[row++]] = MarkOf(host, resourceClass, now, staleAfter);
        }

        return new HeatTiles(order.Names, marks, [.. order.Zones.Select(zone => HeatGroup.Of(zone.Zone, marks.AsSpan(zone.Start, zone.End - zone.Start)))]);
    }

    /// <summary>What differs from marks that were drawn before, for <c>HeatMap.razor.js</c>; null when too much does, or they are too old.</summary>
    /// <param name="drawn">The very marks of earlier tiles of the same hosts.</param>
    public byte[]? Since(byte[]? drawn)
    {
        var first = _patches.Length - 1;
        while (first >= 0 && !_patches[first].IsOf(drawn))
        {
            first--;
        }

        // The last step alone is the same bytes for all who draw it.
        return first < 0 ? null : first == _patches.Length - 1 ? _patches[first].Changes : HeatPatch.Together(_patches.AsSpan(first, _patches.Length - first));
    }

    /// <summary>The same tiles, knowing how they came from those before them.</summary>
    /// <param name="last">The tiles before them, of the same hosts.</param>
    internal HeatTiles After(HeatTiles last)
    {
        // Together shorter than half of all marks, of which each then is worth the looking.
        var patch = HeatPatch.Of(last.Marks, Marks);
        _patches = [.. last._patches.TakeLast(HeatPatch.Kept - 1), patch];
        while (_patches.Sum(each => each.Changes.Length) > Marks.Length / 2)
        {
            _patches = _patches.RemoveAt(0);
        }

        return this;
    }

    /// <summary>The tiles of one availability zone; none for one that no host names.</summary>
    /// <param name="availabilityZone">Its name; empty for hosts that name none.</param>
    public HeatTiles Of(string availabilityZone) => ImmutableInterlocked.GetOrAdd(ref _cuts, availabilityZone, Cut);

    private HeatTiles Cut(string availabilityZone)
    {
        var start = 0;
        foreach (var group in Groups)
        {
            if (group.AvailabilityZone == availabilityZone)
            {
                return new HeatTiles(Hosts.Slice(start, group.Hosts), Marks[start..(start + group.Hosts)], [group]);
            }

            start += group.Hosts;
        }

        return new HeatTiles([], [], []);
    }

    private static byte MarkOf(Host host, string resourceClass, DateTimeOffset now, TimeSpan staleAfter)
    {
        // As everywhere the operator's switch goes before what the host reports.
        if (host.AdminState == AdminState.Disabled)
        {
            return Disabled;
        }

        if (!host.IsUp(now, staleAfter))
        {
            return Down;
        }

        var sum = host.Sum(resourceClass);
        return sum.Capacity > 0 ? (byte)Math.Clamp(100 * sum.Used / sum.Capacity, 0, 100) : Without;
    }
}

/// <summary>Hosts of one availability zone, counted.</summary>
/// <param name="AvailabilityZone">Its name; empty for hosts that name none.</param>
/// <param name="Steps">Hosts by used share, as <see cref="HeatTiles.Steps"/>.</param>
/// <param name="Down">Hosts that are silent and not switched off.</param>
/// <param name="Disabled">Hosts that are switched off.</param>
/// <param name="Hosts">All of them, also those that have none of the class.</param>
public sealed record HeatGroup(string AvailabilityZone, ImmutableArray<int> Steps, int Down, int Disabled, int Hosts)
{
    /// <summary>Hosts that have none of the class.</summary>
    public int Without => Hosts - Down - Disabled - Steps.Sum();

    internal static HeatGroup Of(string availabilityZone, ReadOnlySpan<byte> marks)
    {
        var steps = new int[HeatTiles.Steps.Length];
        var (down, disabled) = (0, 0);
        foreach (var mark in marks)
        {
            switch (mark)
            {
                case HeatTiles.Down:
                    down++;
                    break;
                case HeatTiles.Disabled:
                    disabled++;
                    break;
                case <= 100:
                    var step = steps.Length - 1;
                    while (mark < HeatTiles.Steps[step])
                    {
                        step--;
                    }

                    steps[step]++;
                    break;
            }
        }

        return new HeatGroup(availabilityZone, [.. steps], down, disabled, marks.Length);
    }
}
