using NovaZones.Core.Placement;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

public sealed class ResourceFitTests
{
    private const string TwoGpus = """{"inventories":{"VCPU":8},"providers":[{"name":"gpu0","inventories":{"GPU_MILLI":1000},"traits":["CUSTOM_T4"]},{"name":"gpu1","inventories":{"GPU_MILLI":1000},"traits":["CUSTOM_A10"]}]}""";

    [Theory]
    [InlineData("""{"resources":{"VCPU":8}}""", true)]
    [InlineData("""{"resources":{"VCPU":9}}""", false)]
    [InlineData("""{"resources":{"GPU_MILLI":1000}}""", true)]
    [InlineData("""{"resources":{"GPU_MILLI":1001}}""", false)]
    [InlineData("""{"groups":[{"resources":{"GPU_MILLI":1000}},{"resources":{"GPU_MILLI":1000}}],"groupPolicy":"isolate"}""", true)]
    [InlineData("""{"groups":[{"resources":{"GPU_MILLI":400}},{"resources":{"GPU_MILLI":400}},{"resources":{"GPU_MILLI":400}}],"groupPolicy":"isolate"}""", false)]
    [InlineData("""{"groups":[{"resources":{"GPU_MILLI":400}},{"resources":{"GPU_MILLI":400}},{"resources":{"GPU_MILLI":400}}]}""", true)]
    [InlineData("""{"groups":[{"resources":{"GPU_MILLI":100},"traits":{"required":["CUSTOM_T4","CUSTOM_A10"]}}]}""", false)]
    [InlineData("""{"groups":[{"resources":{"GPU_MILLI":600},"traits":{"required":["CUSTOM_T4"]}},{"resources":{"GPU_MILLI":600}}]}""", true)]
    [InlineData("""{"groups":[{"resources":{"GPU_MILLI":600},"traits":{"required":["CUSTOM_T4"]}},{"resources":{"GPU_MILLI":600},"traits":{"forbidden":["CUSTOM_A10"]}}]}""", false)]
    [InlineData("""{"groups":[{"resources":{"GPU_MILLI":1000,"VCPU":1}}]}""", false)]
    public void Fits_TwoDevices_AsTheContractSays(string request, bool fits) =>
        Assert.Equal(fits, ResourceFit.Fits(Planning.Request(request), Planning.Host("h", TwoGpus)));

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, true)]
    [InlineData(6, false)]
    [InlineData(8, true)]
    [InlineData(12, false)]
    public void Fits_UnitsAndSteps_AreHeld(int amount, bool fits)
    {
        var host = Planning.Host("h", """{"inventories":{"VCPU":{"total":64,"minUnit":2,"maxUnit":8,"stepSize":4}}}""");

        Assert.Equal(fits, ResourceFit.Fits(Planning.Request($$"""{"resources":{"VCPU":{{amount}} } }"""), host));
    }

    [Fact]
    public void Arrange_FractionOfADevice_FillsTheOneThatIsBrokenInto()
    {
        var host = Planning.Host("h", TwoGpus);
        var half = Planning.Request("""{"groups":[{"resources":{"GPU_MILLI":500}}]}""");
        var first = ResourceFit.Arrange(half, host)!.Value;
        var second = ResourceFit.Arrange(half, host.WithInstance(first))!.Value;

        Assert.Equal(first[0].ProviderId, second[0].ProviderId);
    }

    [Fact]
    public void Arrange_TwoGroupsOnOneDevice_IsOneAllocation()
    {
        var host = Planning.Host("h", """{"providers":[{"name":"gpu0","inventories":{"GPU_MILLI":1000}}]}""");

        var parts = ResourceFit.Arrange(Planning.Request("""{"groups":[{"resources":{"GPU_MILLI":300}},{"resources":{"GPU_MILLI":200}}]}"""), host)!.Value;

        Assert.Equal([500L], parts.Select(p => p.Amount));
    }

    [Fact]
    public void Arrange_TightestFirstWouldFail_LooksFurther()
    {
        // The group of 600 would like gpu0 (least left over), but only gpu0 has the trait that the other group needs.
        var host = Planning.Host("h", """{"providers":[{"name":"gpu0","inventories":{"GPU_MILLI":600},"traits":["CUSTOM_T4"]},{"name":"gpu1","inventories":{"GPU_MILLI":1000}}]}""");
        var request = Planning.Request("""{"groups":[{"resources":{"GPU_MILLI":600}},{"resources":{"GPU_MILLI":500},"traits":{"required":["CUSTOM_T4"]}}]}""");

        Assert.NotNull(ResourceFit.Arrange(request, host));
    }
}
