using NovaZones.Bench.Micro;
using Xunit;

namespace NovaZones.Tests.Unit.Bench;

/// <summary>What is timed side by side must be the same work with the same answer, and not be no work.</summary>
public sealed class MicroBenchmarksTests
{
    public static TheoryData<string> Filters { get; } = [.. FilterBenchmarks.Names];

    public static TheoryData<string> Weighers { get; } = [.. WeigherBenchmarks.Names];

    public static TheoryData<string> ExactWeighers { get; } = [.. ExactWeigherBenchmarks.Names];

    [Theory]
    [MemberData(nameof(Filters))]
    public void Filter_InColumns_PassesAsManyAsHostByHost(string filter)
    {
        var benchmark = new FilterBenchmarks { Filter = filter };
        benchmark.SetUp();

        Assert.InRange(benchmark.Scalar(), 1, MicroFleet.Hosts);
        Assert.Equal(benchmark.Scalar(), benchmark.Columns());
    }

    [Theory]
    [MemberData(nameof(Weighers))]
    public void Weigher_InColumns_PutsAsManyAboveTheHalf(string weigher)
    {
        var benchmark = new WeigherBenchmarks { Weigher = weigher };
        benchmark.SetUp();

        // An estimate may be a rounding off, so a host at the half exactly may fall on either side.
        Assert.InRange(benchmark.Scalar(), 1, MicroFleet.Hosts - 1);
        Assert.InRange(benchmark.Columns(), benchmark.Scalar() - 20, benchmark.Scalar() + 20);
    }

    [Theory]
    [MemberData(nameof(ExactWeighers))]
    public void ExactWeigher_OnHostsThatFit_GradesThem(string weigher)
    {
        var benchmark = new ExactWeigherBenchmarks { Weigher = weigher };
        benchmark.SetUp();

        Assert.InRange(benchmark.Scalar(), 0.1, 64);
    }

    [Fact]
    public void Request_EveryStep_HasItsFullWork()
    {
        var benchmark = new RequestBenchmarks();
        benchmark.SetUp();

        Assert.Equal(benchmark.ParseRequest()!.Digest, MicroFleet.Parse(MicroFleet.RequestJson).Digest);
        Assert.Equal(2, benchmark.ParseReport()!.Root.Children.Length);
        Assert.Equal((true, true, true, true), (benchmark.EvaluateQuery(), benchmark.EvaluateExpression(), benchmark.FitPlain(), benchmark.FitNestedGroups()));
        Assert.Equal(MicroFleet.Hosts, benchmark.SnapshotWith().Count);
        Assert.NotEmpty(benchmark.SealPlan());
    }
}
