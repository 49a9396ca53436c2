using CsCheck;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Placement.Weighers;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

public sealed class FragmentationWeigherTests
{
    private const string HalfGpu = """{"resources":{"VCPU":2},"groups":[{"resources":{"GPU_MILLI":500}}]}""";

    private static readonly string[] Kinds =
    [
        HalfGpu,
        """{"resources":{"VCPU":3},"groups":[{"resources":{"GPU_MILLI":1000}},{"resources":{"GPU_MILLI":1000}}],"groupPolicy":"isolate"}""",
        """{"resources":{"VCPU":1},"groups":[{"resources":{"GPU_MILLI":300},"traits":{"anyOf":[["CUSTOM_A","CUSTOM_B"]]}}]}""",
        """{"resources":{"VCPU":4,"MEMORY_MB":100}}""",
        """{"groups":[{"resources":{"GPU_MILLI":200}},{"resources":{"GPU_MILLI":700}}],"groupPolicy":"none"}""",
        """{"groups":[{"resources":{"GPU_MILLI":400}},{"resources":{"GPU_MILLI":400}},{"resources":{"GPU_MILLI":400}}],"groupPolicy":"none"}""",
    ];

    private static readonly Gen<(int Vcpu, int[] Used, bool[] IsA, int Kind)> Hosts =
        Gen.Select(Gen.Int[0, 12], Gen.OneOf(Gen.Const(0), Gen.Const(100), Gen.Const(300), Gen.Const(500), Gen.Const(700), Gen.Const(1000)).Array[0, 5], Gen.Bool.Array[5], Gen.Int[0, Kinds.Length - 1]);

    [Fact]
    public void Weigh_HalfOfAGpuTaken_LosesOneOfTwo()
    {
        // Before: 1000 ÷ 500 = 2 usable, no more than 8 ÷ 2 = 4 by VCPU, 2 whole: (2 + 2) ÷ 2 + √2 ÷ 4 = 2.353553
        // After, 6 VCPU and 500: (1 + 1) ÷ 2 + √1 ÷ 4 = 1.25; 1 ÷ (1 + 1.103553) = 0.475386
        Assert.Equal(0.475386, Weigh(Host(8, 1000), HalfGpu, (HalfGpu, 1)), 1e-6);
    }

    [Fact]
    public void Weigh_LastProcessorsTakenFromAGpu_LosesTheGpu()
    {
        // Before as above 2.353553; with 1 VCPU left no half GPU can be used: 0. 1 ÷ 3.353553 = 0.298191
        Assert.Equal(0.298191, Weigh(Host(8, 1000), """{"resources":{"VCPU":7}}""", (HalfGpu, 1)), 1e-6);
    }

    [Fact]
    public void Weigh_FewProcessors_CountsWhatTheyAllow()
    {
        // Before, 3 VCPU: 2 usable, 3 ÷ 2 = 1.5 fluid, 1 whole: 1.75 + 0.25 = 2. After, 1 VCPU: 0. 1 ÷ 3
        Assert.Equal(1.0 / 3, Weigh(Host(3, 1000), HalfGpu, (HalfGpu, 1)), 1e-12);
    }

    [Fact]
    public void Weigh_HostThatNobodyTypicalCanUse_LosesNothing()
    {
        Assert.Equal(1, Weigh(Host(8), """{"resources":{"VCPU":7}}""", (HalfGpu, 1)));
        Assert.Equal(1, Weigh(Host(8, 1000), """{"resources":{"VCPU":7}}""", ("""{"groups":[{"resources":{"GPU_MILLI":500},"traits":{"required":["CUSTOM_B"]}}]}""", 1)));
        Assert.Equal(1, Weigh(Host(8, 1000), """{"resources":{"VCPU":7}}""", ("""{"groups":[{"resources":{"GPU_MILLI":500}}],"capabilities":{"model":"x"}}""", 1)));
    }

    [Fact]
    public void Weigh_TwoKinds_AreWeightedByPopularityAndSize()
    {
        const string Two = """{"groups":[{"resources":{"GPU_MILLI":1000}},{"resources":{"GPU_MILLI":1000}}],"groupPolicy":"isolate"}""";
        const string One = """{"groups":[{"resources":{"GPU_MILLI":1000}}]}""";

        // Mean: (3 × 1000 + 1 × 2000) ÷ 4 = 1250, so sizes 0.8 and 1.6. Before, two GPUs: One 0.8 × 2 + √2 ÷ 4, Two 1.6 × 1 + 1 ÷ 4.
        // After one: One 0.8 + 1 ÷ 4, Two 0. Lost: 0.75 × (0.8 + (√2 − 1) ÷ 4) + 0.25 × 1.85 = 1.140165
        Assert.Equal(1 / 2.140165, Weigh(Host(8, 1000, 1000), One, (One, 0.75), (Two, 0.25)), 1e-6);
    }

    [Fact]
    public void Weigh_NoDevicesInTheMix_CountsProcessors()
    {
        const string Two = """{"resources":{"VCPU":2}}""";

        // Before 4 instances + √4 ÷ 4, after 3 + √3 ÷ 4: lost 1.066987
        Assert.Equal(1 / 2.066987, Weigh(Host(8), Two, (Two, 1)), 1e-6);
    }

    [Fact]
    public void Weigh_NothingKnown_IsOne() => Assert.Equal(1, Weigh(Host(8, 1000), HalfGpu));

    [Fact]
    public void Weigh_AnyHost_IsAShareAndRepeats() => Hosts.Sample(
        test =>
        {
            var host = Host(test);
            var request = Planning.Request(Kinds[test.Kind]);
            var context = Context(request, [.. Kinds.Select((k, i) => (k, 1.0 / (i + 2)))]);
            var first = new FragmentationWeigher().Weigh(context, Planning.Candidate(host));
            var again = new FragmentationWeigher().Weigh(context, Planning.Candidate(host));
            var other = new FragmentationWeigher().Weigh(context with { Mix = RequestMix.Of(context.Mix.Entries) }, Planning.Candidate(host with { }));

            return first is >= 0 and <= 1 && first == again && first == other
                && (ResourceFit.Fits(request, host) ? first > 0 : first == 0);
        },
        iter: 3000);

    [Fact]
    public void Arrange_AnyHost_IsWhatTheSearchFinds() => Hosts.Sample(
        test =>
        {
            var host = Host(test);
            var request = Planning.Request(Kinds[test.Kind]);
            var searched = ResourceFit.ArrangeBySearch(request, host);
            var arranged = ResourceFit.Arrange(request, host);

            return searched.HasValue == arranged.HasValue && ResourceFit.Fits(request, host) == searched.HasValue
                && (searched is not { } parts || parts.SequenceEqual(arranged!.Value));
        },
        iter: 5000);

    private static double Weigh(Host host, string request, params (string Json, double Popularity)[] mix) =>
        new FragmentationWeigher().Weigh(Context(Planning.Request(request), mix), Planning.Candidate(host));

    private static PlacementContext Context(PlacementRequest request, params (string Json, double Popularity)[] mix) =>
        Planning.Context(request) with { Mix = Planning.Mix(mix) };

    private static Host Host(int vcpus, params int[] gpus) => Planning.Host("h", $$"""
        {"inventories":{"VCPU":{{vcpus}},"MEMORY_MB":1000},
         "providers":[{{string.Join(',', gpus.Select((g, i) => $$"""{"name":"g{{i}}","inventories":{"GPU_MILLI":{{g}} },"traits":["CUSTOM_A"]}"""))}}]}
        """);

    private static Host Host((int Vcpu, int[] Used, bool[] IsA, int Kind) test) => Planning.Host("h", $$"""
        {"inventories":{"VCPU":{{test.Vcpu}},"MEMORY_MB":250},
         "providers":[{{string.Join(',', test.Used.Select((u, i) => $$"""{"name":"g{{i}}","inventories":{"GPU_MILLI":{"total":1000,"reserved":{{u}} } },"traits":["{{(test.IsA[i] ? "CUSTOM_A" : "CUSTOM_C")}}"]}"""))}}]}
        """);
}
