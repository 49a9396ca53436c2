using NovaZones.Core.Placement.Filters;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

/// <summary>A host that has enough in sum and yet no arrangement: what is said of it names the class, group or trait.</summary>
public sealed class ArrangementObstacleTests
{
    private const string Units = """{"inventories":{"VCPU":{"total":16,"minUnit":2,"maxUnit":6,"stepSize":2}}}""";

    private const string Devices = """
        {"inventories":{"VCPU":16},"providers":[
          {"name":"n0","providers":[
            {"name":"g0","inventories":{"GPU_MILLI":1000,"VGPU":1},"traits":["CUSTOM_FAST"]},
            {"name":"f0","inventories":{"VF":4},"traits":["CUSTOM_NET"]}]},
          {"name":"n1","providers":[
            {"name":"g1","inventories":{"GPU_MILLI":800}}]}]}
        """;

    [Theory]
    [InlineData(Units, """{"resources":{"VCPU":3}}""", "VCPU: wants 3, is steps of 2")]
    [InlineData(Units, """{"resources":{"VCPU":8}}""", "VCPU: wants 8, is at most 6 at once")]
    [InlineData(Units, """{"resources":{"VCPU":1}}""", "VCPU: wants 1, is at least 2 at once")]
    [InlineData(Units, """{"groups":[{"resources":{"VCPU":3}}]}""", "group 1 VCPU: wants 3, is steps of 2")]
    [InlineData(Devices, """{"resources":{"GPU_MILLI":1500}}""", "GPU_MILLI: wants 1500 on one provider, is at most 1000 free on one")]
    [InlineData(Devices, """{"groups":[{"resources":{"GPU_MILLI":1500}}]}""", "group 1 GPU_MILLI: wants 1500 on one provider, is at most 1000 free on one")]
    [InlineData(Devices, """{"groups":[{"resources":{"VCPU":1}},{"name":"net","resources":{"VF":1},"traits":{"required":["CUSTOM_FAST"]}}]}""", "group net trait CUSTOM_FAST: wants present, is absent")]
    [InlineData(Devices, """{"groups":[{"resources":{"VF":1},"traits":{"forbidden":["CUSTOM_NET"],"anyOf":[["CUSTOM_X","CUSTOM_Y"]]}}]}""", "group 1 trait CUSTOM_NET: wants absent, is present; group 1 traits CUSTOM_X, CUSTOM_Y: wants one present, is none present")]
    [InlineData(Devices, """{"groups":[{"resources":{"GPU_MILLI":1200},"traits":{"required":["CUSTOM_FAST"]}}]}""", "group 1 GPU_MILLI: wants 1200 on one provider, is at most 1000 free on one")]
    [InlineData(Devices, """{"groups":[{"resources":{"GPU_MILLI":1200},"traits":{"required":["CUSTOM_NO"]}}]}""", "group 1 trait CUSTOM_NO: wants present, is absent; group 1 GPU_MILLI: wants 1200 on one provider, is at most 1000 free on one")]
    [InlineData(Devices, """{"groups":[{"resources":{"GPU_MILLI":100,"VF":1}}]}""", "group 1: wants 100 GPU_MILLI and 1 VF on one provider, is no provider has them all free")]
    [InlineData(Devices, """{"groupPolicy":"isolate","groups":[{"resources":{"VF":1}},{"resources":{"VF":1}}]}""", "groups 1, 2: wants a provider of its own for each, is fit only where some share one")]
    [InlineData(Devices, """{"groups":[{"name":"a","resources":{"VF":1}},{"name":"b","resources":{"GPU_MILLI":100}}],"sameSubtree":[["a","b"]]}""", "groups a, b: wants providers in one subtree with one of them on top, is fit only in different subtrees")]
    [InlineData(Devices, """{"groups":[{"resources":{"GPU_MILLI":600}},{"resources":{"GPU_MILLI":600}},{"resources":{"GPU_MILLI":500}}]}""", "arrangement: wants every class and group in providers that take it, is no providers that take them together")]
    public void Obstacles_EnoughInSum_NameWhatNoProviderTakes(string host, string request, string expected)
    {
        var candidate = Planning.Candidate(Planning.Host("h", host));
        var context = Planning.Context(Planning.Request(request));
        var filter = new ResourcesFilter();

        Assert.Equal(ResourcesFilter.NoArrangement, filter.Evaluate(context, candidate).Reason);
        Assert.Equal(expected, string.Join("; ", filter.Obstacles(context, candidate).Select(o => $"{o.Attribute}: wants {o.Wanted}, is {o.Actual}")));
    }
}
