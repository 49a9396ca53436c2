using System.Collections.Immutable;
using Bunit;
using NovaZones.Core.Fleet;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Hosts;
using NovaZones.Web.Features.Hosts.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Hosts;

/// <summary>Two hosts side by side: every fact of either, and which differ; and how two are chosen.</summary>
public sealed class HostFactTests : ConsoleContext
{
    [Fact]
    public void Of_HostsThatDiffer_TellsEverythingOfBothAndMarksWhatDiffers()
    {
        var first = Host("a", used: 2, "CUSTOM_SSD") with { AvailabilityZone = "east", Aggregates = ["gold"] };
        var second = Host("b", used: 2, "CUSTOM_SSD") with { AvailabilityZone = "west", AdminState = AdminState.Disabled, InstanceCount = 3 };

        var facts = HostFact.Of(first, second);

        Assert.Equal(
            [
                new HostFact("AdminState", null, "Enabled", "Disabled"), new HostFact("AvailabilityZone", null, "east", "west"), new HostFact("Aggregates", null, "gold", null),
                new HostFact("Instances", null, "0", "3"), new HostFact("Class", "VCPU", "2 / 8", "2 / 8"), new HostFact("Traits", null, "CUSTOM_SSD", "CUSTOM_SSD"),
            ],
            facts);
        Assert.Equal([true, true, true, true, false, false], facts.Select(fact => fact.Differs));
    }

    [Fact]
    public void Rows_TickedHost_IsToldAndShown()
    {
        var told = new List<string>();
        var rows = Render<HostRows>(p => p
            .Add(c => c.Hosts, [Host("a", 1), Host("b", 2)]).Add(c => c.Chosen, ["b"]).Add(c => c.Now, Stored.Noon).Add(c => c.StaleAfter, TimeSpan.FromMinutes(1))
            .Add(c => c.OnChoose, told.Add));

        rows.Find("[data-testid=choose-a]").Change(true);

        Assert.Equal(["a"], told);
        Assert.True(rows.Find("[data-testid=choose-b]").HasAttribute("checked"));
        Assert.Equal("Compare a", rows.Find("[data-testid=choose-a]").GetAttribute("aria-label"));
    }

    private static Host Host(string name, long used, params string[] traits) => new()
    {
        Name = name,
        Generation = 1,
        Heartbeat = new Heartbeat(Stored.Noon),
        Providers = [new ResourceProvider { Id = Guid.NewGuid(), Name = name, Parent = -1, Inventories = [new InventoryUsage("VCPU", new Inventory(8), used)], Traits = [.. traits] }],
    };
}
