namespace NovaZones.Web.Demo.Fleet;

/// <summary>The simulated servers of one zone. The same seed gives the same servers.</summary>
internal sealed class DemoFleet
{
    private const int LargestRack = 24;
    private const int SmallestRack = 4;
    private const int RacksForEveryShape = 40;

    private DemoFleet(string zone, IReadOnlyList<string> availabilityZones, IReadOnlyList<DemoHost> hosts)
    {
        Zone = zone;
        AvailabilityZones = availabilityZones;
        Hosts = hosts;
    }

    internal string Zone { get; }

    internal IReadOnlyList<string> AvailabilityZones { get; }

    internal IReadOnlyList<DemoHost> Hosts { get; }

    internal static DemoFleet Build(string zone, IReadOnlyList<string> availabilityZones, int count, int seed)
    {
        var random = new Random(seed);

        // A small fleet gets small racks, so that it still holds GPU servers and not only the commonest kind.
        var rackSize = Math.Clamp(count / RacksForEveryShape, SmallestRack, LargestRack);
        var hosts = new DemoHost[count];
        for (var index = 0; index < count; index++)
        {
            // A rack is bought at once, so its servers are alike and stand in one availability zone.
            var rack = index / rackSize;
            var shape = ShapeOfRack(rack);
            var availabilityZone = availabilityZones[rack % availabilityZones.Count];
            var name = $"{zone}-r{rack + 1:000}-{shape.Code}-{(index % rackSize) + 1:00}";
            hosts[index] = new DemoHost(name, shape, $"r{rack + 1:000}", availabilityZone, random);
        }

        return new DemoFleet(zone, availabilityZones, hosts);
    }

    // Steps through the hundred by a stride without common factor: even a small fleet then holds every kind in about its share.
    private static HostShape ShapeOfRack(int rack)
    {
        var ticket = (rack * 37) % 100;
        foreach (var shape in HostShape.All)
        {
            ticket -= shape.Weight;
            if (ticket < 0)
            {
                return shape;
            }
        }

        return HostShape.All[0];
    }
}
