using NovaZones.Core.Placement.Weighers;
using NovaZones.Core.Policies;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

/// <summary>Each weigher with its sum written out.</summary>
public sealed class WeigherTests
{
    private const string Host = """{"inventories":{"VCPU":16,"MEMORY_MB":32768,"PGPU":8},"capabilities":{"io_ops":3,"power":125,"name":"x"},"traits":["CUSTOM_A"]}""";

    [Theory]

    // (16 − 4) ÷ 16
    [InlineData("cpu", 0.75)]

    // (32768 − 24576) ÷ 32768
    [InlineData("ram", 0.25)]

    // no disk at all
    [InlineData("disk", 0)]

    // (8 − 0) ÷ 8
    [InlineData("resource:PGPU", 1)]

    // ((0 + 4) ÷ 16 + (0 + 24576) ÷ 32768) ÷ 2 = (0.25 + 0.75) ÷ 2
    [InlineData("best-fit", 0.5)]

    // 1 − (0.75 − 0.25)
    [InlineData("balance", 0.5)]

    // (0.25 × 1 + 0.75 × 1) ÷ (√(0.25² + 0.75²) × √(1² + 1²)) = 1 ÷ √1.25
    [InlineData("dot-product", 0.894427190999916)]

    // 1 ÷ (1 + 3)
    [InlineData("io-ops", 0.25)]

    // none reported: 1 ÷ (1 + 0)
    [InlineData("build-failures", 1)]

    // one of two preferred
    [InlineData("trait-preference", 0.5)]

    // (125 − 0) ÷ (500 − 0)
    [InlineData("capability:power[0..500]", 0.25)]

    // below the bounds, above the bounds, no number, not there
    [InlineData("capability:power[200..500]", 0)]
    [InlineData("capability:power[-5..100]", 1)]
    [InlineData("capability:name[0..1]", 0)]
    [InlineData("capability:none[0..1]", 0)]
    public void Weigh_KnownHost_IsTheSumWrittenOut(string weigher, double share)
    {
        var context = Planning.Context(Planning.Request("""{"resources":{"VCPU":4,"MEMORY_MB":24576},"traits":{"preferred":["CUSTOM_A","CUSTOM_B"]}}"""));

        Assert.Equal(share, Planning.Catalog().Weigher(weigher)!.Weigh(context, Planning.Candidate(Planning.Host("h", Host))), 12);
    }

    [Theory]
    [InlineData("resource:vcpu")]
    [InlineData("resource:")]
    [InlineData("capability:power")]
    [InlineData("capability:power[5..5]")]
    [InlineData("capability:power[a..9]")]
    [InlineData("capability:[0..9]")]
    [InlineData("capability:power[0..1..2]")]
    [InlineData("capability:power[0..1e999]")]
    public void Weigher_WrongName_IsUnknown(string name) => Assert.Null(Planning.Catalog().Weigher(name));

    [Fact]
    public void Resolve_ParameterisedWeighers_StandInOneOrderWhateverTheirOrigin()
    {
        var policy = new Policy { Name = "p", Version = 1, Filters = Planning.Catalog().FilterNames, Weights = Weights(("resource:PGPU", 1), ("cpu", 1)), CreatedAt = Planning.Now };

        var there = Planning.Resolver().Resolve(policy, Drivers.Filter, Weights(("capability:power[0..1]", 2)));
        var here = Planning.Resolver().Resolve(policy with { Weights = Weights() }, Drivers.Filter, Weights(("cpu", 1), ("capability:power[0..1]", 2), ("resource:PGPU", 1)));

        Assert.Equal(["cpu", "capability:power[0..1]", "resource:PGPU"], there.Weighers.Select(w => w.Weigher.Name));
        Assert.Equal(there.Weighers.Select(w => (w.Weigher.Name, w.Multiplier)), here.Weighers.Select(w => (w.Weigher.Name, w.Multiplier)));
    }

    [Fact]
    public void Resolve_Drivers_RunWhatTheyPromise()
    {
        var policy = new Policy { Name = "p", Version = 1, Filters = ["Resources"], Weights = Weights(("ram", 3)), CreatedAt = Planning.Now };

        string Of(string driver)
        {
            var resolved = Planning.Resolver().Resolve(policy with { Driver = driver }, Drivers.Distributed, Weights());
            return $"{string.Join(',', resolved.Filters.Select(f => f.Name))} {string.Join(',', resolved.Weighers.Select(w => $"{w.Multiplier}*{w.Weigher.Name}"))}";
        }

        Assert.Equal("Resources 3*ram", Of(Drivers.Distributed));
        Assert.Equal("Resources 3*ram", Of(Drivers.Filter));
        Assert.Equal("Resources 1*random", Of(Drivers.Chance));
        Assert.Equal("Resources,AvailabilityZone 1*random", Of(Drivers.AvailabilityZone));
        Assert.Equal("Resources,MaxCores 1*cpu", Of(Drivers.Simple));
    }

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, double> Weights(params (string Name, double Multiplier)[] weights) =>
        System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, weights.Select(w => KeyValuePair.Create(w.Name, w.Multiplier)));
}
