using NovaZones.Core;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

public sealed class SameSubtreeTests
{
    private const string Gpu = """{"name":"gpu","resources":{"GPU":1}}""";
    private const string Nic = """{"name":"nic","resources":{"VF":1}}""";
    private const string Numa = """{"name":"numa","traits":{"required":["HW_NUMA_ROOT"]}}""";

    /// <summary>Two NUMA nodes, each with a GPU and a NIC.</summary>
    private static Host TwoNodes(int gpu0 = 1, int vf0 = 1, int gpu1 = 1, int vf1 = 1) => Planning.Host("h", $$"""
        {"inventories":{"VCPU":8},"providers":[
            {"name":"numa0","traits":["HW_NUMA_ROOT"],"inventories":{"MEMORY_MB":100},"providers":[{"name":"gpu","inventories":{"GPU":{"total":1,"reserved":{{1 - gpu0}}} } },{"name":"nic","inventories":{"VF":{"total":1,"reserved":{{1 - vf0}}} } }]},
            {"name":"numa1","traits":["HW_NUMA_ROOT"],"inventories":{"MEMORY_MB":100},"providers":[{"name":"gpu","inventories":{"GPU":{"total":1,"reserved":{{1 - gpu1}}} } },{"name":"nic","inventories":{"VF":{"total":1,"reserved":{{1 - vf1}}} } }]}]}
        """);

    private static PlacementRequest Request(string groups, string sets, string policy = "none") =>
        Planning.Request($$"""{"groups":[{{groups}}],"sameSubtree":{{sets}},"groupPolicy":"{{policy}}"}""");

    private static string Path(Host host, Guid provider)
    {
        var at = host.IndexOfProvider(provider);
        return host.Providers[at].Parent <= 0 ? host.Providers[at].Name : $"{host.Providers[host.Providers[at].Parent].Name}/{host.Providers[at].Name}";
    }

    [Theory]
    [InlineData("none")]
    [InlineData("isolate")]
    public void Arrange_OnlyTheSecondNodeHasBoth_TakesBothThere(string policy)
    {
        var host = TwoNodes(vf0: 0);

        var parts = ResourceFit.Arrange(Request($"{Gpu},{Nic},{Numa}", """[["numa","gpu","nic"]]""", policy), host)!.Value;

        Assert.Equal(["numa1/gpu", "numa1/nic"], parts.Select(p => Path(host, p.ProviderId)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("isolate")]
    public void Fits_DevicesOnDifferentNodes_NotInOneSubtree(string policy)
    {
        var host = TwoNodes(vf0: 0, gpu1: 0);

        Assert.False(ResourceFit.Fits(Request($"{Gpu},{Nic},{Numa}", """[["numa","gpu","nic"]]""", policy), host));
        Assert.True(ResourceFit.Fits(Request($"{Gpu},{Nic},{Numa}", """[["numa","gpu"]]""", policy), host));
        Assert.True(ResourceFit.Fits(Planning.Request($$"""{"groups":[{{Gpu}},{{Nic}}]}"""), host));
    }

    [Fact]
    public void Fits_SiblingsWithoutTheirParent_HaveNoTopAmongThem() =>
        Assert.False(ResourceFit.Fits(Request($"{Gpu},{Nic}", """[["gpu","nic"]]"""), TwoNodes()));

    [Fact]
    public void Fits_GroupsOnOneProvider_AreTheirOwnTop()
    {
        var host = Planning.Host("h", """{"providers":[{"name":"a","inventories":{"GPU":2}},{"name":"b","inventories":{"GPU":2}}]}""");
        const string Two = """{"name":"x","resources":{"GPU":1}},{"name":"y","resources":{"GPU":1}}""";

        var parts = ResourceFit.Arrange(Request(Two, """[["x","y"]]"""), host)!.Value;

        Assert.Equal([2L], parts.Select(p => p.Amount));
        Assert.False(ResourceFit.Fits(Request(Two, """[["x","y"]]""", "isolate"), host));
    }

    [Fact]
    public void Fits_TopIsAGroupWithResources_HoldsToo()
    {
        const string Memory = """{"name":"mem","resources":{"MEMORY_MB":100}}""";

        Assert.True(ResourceFit.Fits(Request($"{Memory},{Gpu},{Nic}", """[["mem","gpu","nic"]]""", "isolate"), TwoNodes(gpu0: 0)));
        Assert.False(ResourceFit.Fits(Request($"{Memory},{Gpu},{Nic}", """[["mem","gpu","nic"]]""", "isolate"), TwoNodes(gpu0: 0, vf1: 0)));
    }

    [Fact]
    public void Fits_TwoSetsIsolated_TakeANodeEach()
    {
        const string Both = """{"name":"n0","traits":{"required":["HW_NUMA_ROOT"]}},{"name":"g0","resources":{"GPU":1}},{"name":"n1","traits":{"required":["HW_NUMA_ROOT"]}},{"name":"g1","resources":{"GPU":1}}""";

        Assert.True(ResourceFit.Fits(Request(Both, """[["n0","g0"],["n1","g1"]]""", "isolate"), TwoNodes()));
        Assert.False(ResourceFit.Fits(Request(Both, """[["n0","g0"],["n1","g1"]]""", "isolate"), TwoNodes(gpu1: 0)));
        Assert.False(ResourceFit.Fits(Request(Both, """[["n0","g0","g1"],["n1","g1"]]"""), TwoNodes()));
    }

    [Fact]
    public void Plan_ManyInstances_StopsWhenNoNodeHasBothLeft()
    {
        var slots = Planner.Plan(Planning.Fleet(TwoNodes()), Planning.Context(Request($"{Gpu},{Nic},{Numa}", """[["numa","gpu","nic"]]""")), 3).Slots;

        Assert.Equal(2, slots.Length);
    }

    [Theory]
    [InlineData("""{"groups":[{"name":"a","resources":{"GPU":1}},{"name":"a","resources":{"GPU":1}}]}""", "groups[1].name")]
    [InlineData("""{"groups":[{"name":"a b","resources":{"GPU":1}}]}""", "groups[0].name")]
    [InlineData("""{"groups":[{"name":"a","resources":{"GPU":1}}],"sameSubtree":[["a"]]}""", "sameSubtree[0]")]
    [InlineData("""{"groups":[{"name":"a","resources":{"GPU":1}},{"name":"b","resources":{"GPU":1}}],"sameSubtree":[["a","a"]]}""", "sameSubtree[0]")]
    [InlineData("""{"groups":[{"name":"a","resources":{"GPU":1}},{"resources":{"GPU":1}}],"sameSubtree":[["a","b"]]}""", "sameSubtree[0][1]")]
    [InlineData("""{"groups":[{"name":"a","resources":{"GPU":1}}],"sameSubtree":"a"}""", "sameSubtree")]
    [InlineData("""{"groups":[{"name":"a","resources":{"GPU":1}}],"sameSubtree":[[],[],[],[],[],[],[],[],[]]}""", "sameSubtree")]
    [InlineData("""{"groups":[{"name":"a","resources":{"GPU":1}},{"name":"b","traits":{"required":["CUSTOM_A"]}}]}""", "groups[1].resources")]
    [InlineData("""{"groups":[{"name":"a","resources":{"GPU":1}},{"name":"b"}],"sameSubtree":[["a","b"]]}""", "groups[1]")]
    [InlineData("""{"groups":[{"name":"a","traits":{"required":["CUSTOM_A"]}},{"name":"b","traits":{"required":["CUSTOM_B"]}}],"sameSubtree":[["a","b"]]}""", "resources")]
    public void TryRead_WrongSubtree_NamesTheField(string request, string field)
    {
        using var document = System.Text.Json.JsonDocument.Parse(request);

        Assert.False(new PlacementRequestParser(new PlacementLimits()).TryRead(document.RootElement, out _, out var faults));
        Assert.Equal(field, Assert.Single(faults).Field);
    }
}
