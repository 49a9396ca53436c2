using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Placement.Groups;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

/// <summary>What a filter says stands in the way is all that does: take it away and the host passes.</summary>
public sealed class ObstacleTests
{
    [Theory]
    [InlineData("AvailabilityZone", """{"resources":{"VCPU":1},"availabilityZone":"east"}""", "availabilityZone: wants east, is west")]
    [InlineData("Resources", """{"resources":{"VCPU":12,"PGPU":1}}""", "PGPU: wants 1, is none; VCPU: wants 12, is 8 free of 8")]
    [InlineData("Resources", """{"groups":[{"resources":{"VCPU":8},"traits":{"required":["CUSTOM_NO"]}}]}""", "group 1 trait CUSTOM_NO: wants present, is absent")]
    [InlineData("Traits", """{"resources":{"VCPU":1},"traits":{"required":["CUSTOM_B"],"forbidden":["CUSTOM_A"],"anyOf":[["CUSTOM_X","CUSTOM_Y"]]}}""", "trait CUSTOM_B: wants present, is absent; trait CUSTOM_A: wants absent, is present; traits CUSTOM_X, CUSTOM_Y: wants one present, is none present")]
    [InlineData("Capabilities", """{"resources":{"VCPU":1},"capabilities":{"version":">= 6","model":"H100"}}""", "capability model: wants H100, is absent; capability version: wants >= 6, is 5")]
    [InlineData("JsonQuery", """{"resources":{"VCPU":1},"query":["and",[">=","$version",6],["=","$rack","r1"]]}""", "$version: wants $version >= 6, is 5; $rack: wants $rack = \"r1\", is absent")]
    [InlineData("Aggregates", """{"resources":{"VCPU":1},"aggregates":{"memberOf":["ssd"],"notMemberOf":["vip"]}}""", "aggregate ssd: wants member, is member of licensed, vip; aggregate vip: wants not a member, is member")]
    [InlineData("AggregateIsolation", """{"resources":{"VCPU":1}}""", "aggregate licensed: wants a request that requires CUSTOM_L, is one that does not require CUSTOM_L")]
    [InlineData("Tenancy", """{"resources":{"VCPU":1},"tenant":"t9"}""", "aggregate vip: wants tenant t1 or t2, is t9")]
    [InlineData("ZonePath", """{"resources":{"VCPU":1},"zones":{"only":["emea"]}}""", "zone: wants only emea, is solo")]
    [InlineData("IgnoreHosts", """{"resources":{"VCPU":1},"hints":{"ignoreHosts":["h"]}}""", "host: wants none of hints.ignoreHosts, is h")]
    [InlineData("ForceHosts", """{"resources":{"VCPU":1},"hints":{"forceHosts":["a","b"]}}""", "host: wants a or b, is h")]
    [InlineData("SameHost", """{"resources":{"VCPU":1},"hints":{"sameHost":["11111111-1111-1111-1111-111111111111"]}}""", "instances: wants one of 11111111-1111-1111-1111-111111111111, is none of them")]
    [InlineData("DifferentHost", """{"resources":{"VCPU":1},"hints":{"differentHost":["22222222-2222-2222-2222-222222222222"]}}""", "instance 22222222-2222-2222-2222-222222222222: wants on another host, is on this host")]
    [InlineData("NumInstances", """{"resources":{"VCPU":1}}""", "instances: wants fewer than 1, is 1")]
    [InlineData("IoOps", """{"resources":{"VCPU":1}}""", "capability io_ops: wants below 2, is 2.5")]
    [InlineData("MaxCores", """{"resources":{"VCPU":2}}""", "VCPU in use with this instance: wants at most 1, is 2")]
    [InlineData("HostState", """{"resources":{"VCPU":1}}""", "adminState: wants Enabled, is Disabled; lastReportAt: wants at most 60 s ago, is 90 s ago")]
    [InlineData("ServerGroup", """{"resources":{"VCPU":1},"group":{"name":"g","policy":"anti-affinity"}}""", "members of g on the host: wants fewer than 1, is 1")]
    [InlineData("ServerGroup", """{"resources":{"VCPU":1},"group":{"name":"g","policy":"spread","capability":"rack"}}""", "capability rack: wants a value to spread over, is absent")]
    [InlineData("ServerGroup", """{"resources":{"VCPU":1},"group":{"name":"g","policy":"spread","capability":"version"}}""", "members of g where version is 5: wants with one more at most 1 above the fewest, is 1, the fewest are 0")]
    public void Obstacles_RejectedHost_NameAttributeWantedAndActual(string filter, string request, string expected)
    {
        var host = Planning.Host("h", """{"inventories":{"VCPU":8},"availabilityZone":"west","traits":["CUSTOM_A"],"aggregates":["licensed","vip"],"capabilities":{"version":5,"io_ops":2.5}}""")
            .WithInstance([], "g") with
        { AdminState = AdminState.Disabled, Heartbeat = new Heartbeat(Planning.Now.AddSeconds(-90)) };
        var other = Planning.Host("other", """{"inventories":{"VCPU":8},"capabilities":{"version":7}}""");
        var context = ContextOf(request, host, [other]) with { HostLimits = new HostLimits { MaxInstances = 1, MaxIoOps = 2, MaxCores = 1 } };
        var one = Planning.Catalog().Filter(filter)!;

        Assert.False(one.Evaluate(context, Planning.Candidate(host)).Passed);
        Assert.Equal(expected, string.Join("; ", one.Obstacles(context, Planning.Candidate(host)).Select(o => $"{o.Attribute}: wants {o.Wanted}, is {o.Actual}")));
    }

    [Fact]
    public void Obstacles_EachTakenAway_TheHostPassesEveryFilter()
    {
        var random = new Random(7);
        var removed = 0;
        for (var round = 0; round < 2000; round++)
        {
            var (hostJson, requestJson) = (Demanding.Host(random), Demanding.Request(random));
            var before = Judge(hostJson, requestJson);
            foreach (var (filter, obstacle) in before)
            {
                Demanding.Remove(filter, obstacle.Attribute, obstacle.Wanted, hostJson, requestJson);
                removed++;
            }

            var after = Judge(hostJson, requestJson);

            // Requiring what an aggregate requires is a new demand on the host; that obstacle is named, too, and goes the same way.
            foreach (var (filter, obstacle) in after.Where(o => o.Filter == TraitsFilter.FilterName))
            {
                Demanding.Remove(filter, obstacle.Attribute, obstacle.Wanted, hostJson, requestJson);
            }

            Assert.True(Judge(hostJson, requestJson).Count == 0, $"round {round}: {string.Join("; ", Judge(hostJson, requestJson))} with {hostJson.ToJsonString()} for {requestJson.ToJsonString()}");
        }

        Assert.True(removed > 2000, $"only {removed} obstacles");
    }

    private static List<(string Filter, Obstacle Obstacle)> Judge(JsonObject host, JsonObject request)
    {
        var one = Planning.Host("h", host.ToJsonString());
        var context = ContextOf(request.ToJsonString(), one, []);
        return [.. context.Policy.Filters.SelectMany(f =>
        {
            var obstacles = f.Obstacles(context, Planning.Candidate(one)).ToList();
            Assert.Equal(f.Evaluate(context, Planning.Candidate(one)).Passed, obstacles.Count == 0);
            return obstacles.Select(o => (f.Name, o));
        })];
    }

    private static PlacementContext ContextOf(string request, Host host, Host[] others)
    {
        var context = Planning.Context(Planning.Request(request)) with
        {
            ZoneName = "solo",
            Aggregates = AggregateRules.Of(Demanding.Aggregates),
            HintedHosts = ImmutableDictionary<Guid, Guid>.Empty.Add(Guid.Parse("22222222-2222-2222-2222-222222222222"), host.Id),
        };
        return context with { Group = GroupState.Of(Planning.Fleet([host, .. others]), context) };
    }
}
