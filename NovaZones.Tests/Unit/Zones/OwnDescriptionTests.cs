using System.Globalization;
using System.Text.Json;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Core.Zones;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Zones;

/// <summary>What is kept from one roll-up to the next gives the same as looking at every host anew, whatever happens to hosts in between.</summary>
public sealed class OwnDescriptionTests
{
    [Fact]
    public void AddTo_RandomChanges_GivesWhatAFreshLookGives()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var own = new OwnDescription();
        var fleet = FleetSnapshot.Of([.. Enumerable.Range(0, 1100).Select(i => Host(i, random))]);
        var now = Planning.Now;
        for (var round = 0; round < 40; round++)
        {
            var kept = Builder(now);
            own.AddTo(kept, fleet);
            var fresh = Builder(now);
            foreach (var host in fleet.Hosts)
            {
                fresh.Add(host);
            }

            Assert.Equal(Told(fresh), Told(kept));
            for (var change = random.Next(6); change > 0; change--)
            {
                fleet = Change(fleet, random, now);
            }

            now += TimeSpan.FromSeconds(random.Next(20)); // hosts fall silent without a new version
            Assert.True(fleet.Count > 0, $"seed {seed}");
        }
    }

    private static FleetSnapshot Change(FleetSnapshot fleet, Random random, DateTimeOffset now)
    {
        var host = fleet.Hosts.ElementAt(random.Next(fleet.Count));
        return random.Next(6) switch
        {
            0 => fleet.Without(host.Name),
            1 => fleet.With(Host(2000 + random.Next(900), random)),
            2 => fleet.With(host with { AdminState = host.AdminState == AdminState.Disabled ? AdminState.Enabled : AdminState.Disabled }),
            3 => fleet.With(host with { Capabilities = host.Capabilities.SetItem("os", CapabilityValue.FromText($"new{random.Next(9)}")) }),
            4 => fleet.With(host with { Heartbeat = new Heartbeat(now) }),
            _ => fleet.With(host with { Providers = host.Providers.With(0, host.Providers[0].WithUsed("VCPU", 1)) }),
        };
    }

    private static string Told(SummaryBuilder builder) => JsonSerializer.Serialize(builder.Build([], [], 500), WireJson.Options);

    private static SummaryBuilder Builder(DateTimeOffset now) => new(Guid.Empty, now, TimeSpan.FromMinutes(3));

    private static Host Host(int index, Random random)
    {
        var providers = random.Next(4) == 0 ? ""","providers":[{"name":"gpu0","inventories":{"PGPU":1},"traits":["CUSTOM_G"]}]""" : "";
        return Planning.Host(
            string.Create(CultureInfo.InvariantCulture, $"h{index}"),
            $$"""{"inventories":{"VCPU":16},"traits":["CUSTOM_T{{random.Next(5)}}"],"capabilities":{"os":"v{{random.Next(4)}}","rack":"r{{index / 40}}","gbit":{{random.Next(9)}},"nics":[1,"a"]},"availabilityZone":"az{{random.Next(3)}}"{{providers}}}""");
    }
}
