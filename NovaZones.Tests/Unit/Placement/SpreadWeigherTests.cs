using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Weighers;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

public sealed class SpreadWeigherTests
{
    private const string Group = """{"resources":{"VCPU":1},"group":{"name":"g","policy":"soft-anti-affinity"}}""";

    private static FleetSnapshot Racks() => FleetSnapshot.Of(
    [
        .. Enumerable.Range(0, 9).Select(i => Planning.Host($"h{i}", $$"""{"inventories":{"VCPU":64},"capabilities":{"rack":"r{{(i < 6 ? 1 : i < 8 ? 2 : 3)}}"} }""")),
        Planning.Host("bare", """{"inventories":{"VCPU":64}}"""),
    ]);

    private static string Rack(FleetSnapshot fleet, Slot slot) =>
        fleet.Find(slot.HostId)!.Capabilities.TryGetValue("rack", out var rack) ? rack.ToString() : "none";

    [Fact]
    public void Plan_ManyMembers_StandEvenlyHoweverManyHostsARackHas()
    {
        var fleet = Racks();

        var slots = Planner.Plan(fleet, Planning.Context(Planning.Request(Group), ("spread:rack", 1)), 9).Slots;

        Assert.Equal([3, 3, 3], slots.GroupBy(s => Rack(fleet, s)).Select(g => g.Count()));
        Assert.Equal([1, 1, 1, 0.5, 0.5, 0.5, 1 / 3.0, 1 / 3.0, 1 / 3.0], slots.Select(s => s.Score));
    }

    [Fact]
    public void Plan_MembersAreThere_CountsThem()
    {
        var fleet = Racks();
        var context = Planning.Context(Planning.Request(Group), ("spread:rack", 1));
        foreach (var slot in Planner.Plan(fleet, context, 3).Slots.Where(s => Rack(fleet, s) != "r2"))
        {
            fleet = fleet.With(fleet.Find(slot.HostId)!.WithInstance(slot.Parts, context.Request.Group!.Key));
        }

        Assert.Equal("r2", Rack(fleet, Assert.Single(Planner.Plan(fleet, context, 1).Slots)));
        Assert.NotEqual("r2", Rack(fleet, Assert.Single(Planner.Plan(fleet, Planning.Context(context.Request, ("spread:rack", -1)), 1).Slots)));
    }

    [Fact]
    public void Plan_NoGroup_GradesAllAlike() =>
        Assert.All(Planner.Plan(Racks(), Planning.Context(Planning.Request("""{"resources":{"VCPU":1}}"""), ("spread:rack", 1)), 5).Slots, s => Assert.Equal(0, s.Score));

    [Theory]
    [InlineData("spread:rack", true)]
    [InlineData("spread:", false)]
    [InlineData("spreadrack", false)]
    public void Parse_Name_IsPrefixAndCapability(string name, bool known) => Assert.Equal(known, SpreadWeigher.Parse(name) is not null);
}
