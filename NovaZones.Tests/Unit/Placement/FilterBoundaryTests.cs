using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Query;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

/// <summary>The filters that <see cref="FilterTests"/> and <see cref="AggregateFilterTests"/> leave: both sides of each boundary, the whole verdict compared.</summary>
public sealed class FilterBoundaryTests
{
    private const string Host = """{"inventories":{"VCPU":16},"availabilityZone":"east","capabilities":{"version":6000,"rack":"r1","name":"x"}}""";

    [Theory]
    [InlineData("\"east\"", "\"east\"", null)]
    [InlineData("\"east\"", "\"East\"", AvailabilityZoneFilter.Other)]
    [InlineData("\"east\"", "\"east2\"", AvailabilityZoneFilter.Other)]
    [InlineData("null", "\"east\"", AvailabilityZoneFilter.Other)]
    [InlineData("null", "null", null)]
    [InlineData("\"east\"", "null", null)]
    public void AvailabilityZone_Asked_IsMatchedLetterByLetter(string host, string asked, string? reason) => AssertVerdict(
        new AvailabilityZoneFilter(), $$"""{"resources":{"VCPU":1},"availabilityZone":{{asked}} }""", reason, Planning.Host("h", $$"""{"availabilityZone":{{host}} }"""));

    [Theory]
    [InlineData(AdminState.Enabled, 60, null)]
    [InlineData(AdminState.Enabled, 61, HostStateFilter.Down)]
    [InlineData(AdminState.Disabled, 0, HostStateFilter.Disabled)]
    [InlineData(AdminState.Disabled, 61, HostStateFilter.Disabled)]
    public void HostState_SwitchAndSilence_EachReject(AdminState state, int seconds, string? reason) => AssertVerdict(
        new HostStateFilter(), """{"resources":{"VCPU":1}}""", reason, Planning.Host("h", Host) with { AdminState = state, Heartbeat = new Heartbeat(Planning.Now.AddSeconds(-seconds)) });

    [Theory]
    [InlineData("version", ">= 6000", null)]
    [InlineData("version", ">= 6001", CapabilityReasons.Mismatch)]
    [InlineData("version", ">= six", CapabilityReasons.BadOperand)]
    [InlineData("name", ">= 6000", CapabilityReasons.WrongType)]
    [InlineData("none", ">= 6000", CapabilityReasons.Missing)]
    [InlineData("Rack", "r1", CapabilityReasons.Missing)]
    public void Capabilities_Expression_RejectsWithItsReason(string name, string expression, string? reason) =>
        AssertVerdict(new CapabilitiesFilter(), $$"""{"resources":{"VCPU":1},"capabilities":{"{{name}}":"{{expression}}"} }""", reason);

    [Theory]
    [InlineData("""[">=","$version",6000]""", null)]
    [InlineData("""[">","$version",6000]""", QueryReasons.NotSatisfied)]
    [InlineData("""[">","$none",6000]""", QueryReasons.VariableMissing)]
    [InlineData("""[">","$rack",6000]""", QueryReasons.TypeMismatch)]
    [InlineData("""["not",[">","$version",6000]]""", null)]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    public void JsonQuery_Condition_RejectsWithItsReason(string query, string? reason) =>
        AssertVerdict(new JsonQueryFilter(), $$"""{"resources":{"VCPU":1},"query":{{query}} }""", reason);

    [Theory]
    [InlineData("""{"only":["paris"]}""", null)]
    [InlineData("""{"only":["lyon","paris"]}""", null)]
    [InlineData("""{"only":["lyon"]}""", ZonePathFilter.LeftOut)]
    [InlineData("""{"only":["paris!rack7"]}""", ZonePathFilter.LeftOut)]
    [InlineData("""{"not":["lyon"]}""", null)]
    [InlineData("""{"not":["paris"]}""", ZonePathFilter.LeftOut)]
    [InlineData("""{"not":["paris!rack7"]}""", null)]
    [InlineData("""{"only":["paris"],"not":["paris"]}""", ZonePathFilter.LeftOut)]
    [InlineData("""{"localOnly":true}""", null)]
    public void ZonePath_OfTheHostsZone_Decides(string zones, string? reason)
    {
        var context = Planning.Context(Planning.Request($$"""{"resources":{"VCPU":1},"zones":{{zones}} }""")) with { ZoneName = "paris" };

        Assert.Equal(new FilterVerdict(reason), new ZonePathFilter().Evaluate(context, Planning.Candidate(Planning.Host("h", Host))));
    }

    [Theory]
    [InlineData("""{"name":"g","policy":"anti-affinity"}""", 0, 5, null)]
    [InlineData("""{"name":"g","policy":"anti-affinity"}""", 1, 0, ServerGroupFilter.Full)]
    [InlineData("""{"name":"g","policy":"anti-affinity","maxPerHost":2}""", 1, 0, null)]
    [InlineData("""{"name":"g","policy":"anti-affinity","maxPerHost":2}""", 2, 0, ServerGroupFilter.Full)]
    [InlineData("""{"name":"other","policy":"anti-affinity"}""", 1, 0, null)]
    [InlineData("""{"name":"g","policy":"affinity"}""", 0, 0, null)]
    [InlineData("""{"name":"g","policy":"affinity"}""", 1, 0, null)]
    [InlineData("""{"name":"g","policy":"affinity"}""", 0, 1, ServerGroupFilter.Elsewhere)]
    [InlineData("""{"name":"g","policy":"spread","capability":"rack"}""", 0, 0, null)]
    [InlineData("""{"name":"g","policy":"spread","capability":"rack"}""", 1, 1, null)]
    [InlineData("""{"name":"g","policy":"spread","capability":"rack"}""", 1, 0, ServerGroupFilter.Skew)]
    [InlineData("""{"name":"g","policy":"spread","capability":"rack","maxSkew":2}""", 1, 0, null)]
    [InlineData("""{"name":"g","policy":"spread","capability":"rack","maxSkew":2}""", 2, 0, ServerGroupFilter.Skew)]
    [InlineData("""{"name":"g","policy":"spread","capability":"row"}""", 0, 0, ServerGroupFilter.NoDomain)]
    [InlineData("""{"name":"g","policy":"soft-anti-affinity"}""", 9, 0, null)]
    [InlineData("""{"name":"g","policy":"soft-affinity"}""", 0, 9, null)]
    public void ServerGroup_MembersHereAndElsewhere_Decide(string group, int here, int elsewhere, string? reason)
    {
        var host = WithMembers(Planning.Host("h", Host), here);
        var other = WithMembers(Planning.Host("other", """{"inventories":{"VCPU":16},"capabilities":{"rack":"r2","row":1}}"""), elsewhere);
        var context = Planning.Context(Planning.Request($$"""{"resources":{"VCPU":1},"group":{{group}} }"""));
        context = context with { Group = GroupState.Of(Planning.Fleet(host, other), context) };

        Assert.Equal(new FilterVerdict(reason), new ServerGroupFilter().Evaluate(context, Planning.Candidate(host)));
    }

    [Theory]
    [InlineData("1.999", null)]
    [InlineData("2", IoOpsFilter.Busy)]
    [InlineData("\"9\"", null)]
    public void IoOps_BelowTheLimitOnly_Passes(string building, string? reason)
    {
        // Text is no figure: such a host reports none.
        var host = Planning.Host("h", $$"""{"capabilities":{"io_ops":{{building}} } }""");
        var context = Planning.Context(Planning.Request("""{"resources":{"VCPU":1}}""")) with { HostLimits = new HostLimits(0, 2, 0) };

        Assert.Equal(new FilterVerdict(reason), new IoOpsFilter().Evaluate(context, Planning.Candidate(host)));
    }

    private static Host WithMembers(Host host, int members)
    {
        for (var i = 0; i < members; i++)
        {
            host = host.WithInstance([], "g");
        }

        return host;
    }

    private static void AssertVerdict(ICandidateFilter filter, string request, string? reason, Host? host = null) => Assert.Equal(
        new FilterVerdict(reason), filter.Evaluate(Planning.Context(Planning.Request(request)), Planning.Candidate(host ?? Planning.Host("h", Host))));
}
