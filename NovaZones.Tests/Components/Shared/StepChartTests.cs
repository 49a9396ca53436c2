using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Components.Shared.Charts;
using Xunit;

namespace NovaZones.Tests.Components.Shared;

/// <summary>Figures over time as lines of steps.</summary>
public sealed class StepChartTests
{
    private static readonly DateTimeOffset _from = Stored.Noon;
    private static readonly DateTimeOffset _to = Stored.Noon.AddHours(10);

    [Fact]
    public void Of_StepsWithinTheSpan_HoldUntilTheNext()
    {
        // 8 of 16 at first, 4 of 16 after a quarter, 12 of 32 after a half: the picture is 600 wide, 100 high, and 32 is its top.
        var chart = StepChart.Of([Line("used", (0, 8), (2.5, 4), (5, 12)), Line("capacity", (0, 16), (2.5, 16), (5, 32))], _from, _to)!;

        Assert.Equal(["0,75 150,75 150,87.5 300,87.5 300,62.5 600,62.5"], chart.Lines[0].Pieces);
        Assert.Equal(["0,50 150,50 150,50 300,50 300,0 600,0"], chart.Lines[1].Pieces);
        Assert.Equal(["0,100 0,75 150,75 150,87.5 300,87.5 300,62.5 600,62.5 600,100"], chart.Lines[0].Areas);
        Assert.Equal((32, 4, 12, 12), (chart.Top, chart.Lines[0].Least, chart.Lines[0].Most, chart.Lines[0].Last));
    }

    [Fact]
    public void Of_FiguresFromBefore_HoldAtTheLeftEdge()
    {
        var line = StepChart.Of([Line("used", (-20, 16), (-3, 8), (20, 0)), Line("capacity", (-20, 16))], _from, _to)!.Lines[0];

        Assert.Equal(("0,50 600,50", 8, 8), (Assert.Single(line.Pieces), line.Least, line.Most));
    }

    [Fact]
    public void Of_YoungerThanTheSpan_BeginsWhereItIsKnown() => Assert.Equal(["300,0 600,0"], StepChart.Of([Line("used", (5, 4))], _from, _to)!.Lines[0].Pieces);

    [Fact]
    public void Of_NotKnownForAWhile_LeavesAGap()
    {
        var line = Assert.Single(StepChart.Of([Line("used", (0, 4), (2.5, null), (5, 2), (7.5, null)), Line("never", (1, null))], _from, _to)!.Lines);

        Assert.Equal(["0,0 150,0", "300,50 450,50"], line.Pieces);
        Assert.Equal(["0,100 0,0 150,0 150,100", "300,100 300,50 450,50 450,100"], line.Areas);
        Assert.Equal((2, 4, 2), (line.Least, line.Most, line.Last));
    }

    [Fact]
    public void Of_NothingKnown_IsNothing() => Assert.Null(StepChart.Of([Line("used"), Line("capacity", (0, null), (20, 3))], _from, _to));

    [Fact]
    public void Of_LessThanTheLeastTop_StaysBelowTheEdge() => Assert.Equal(["0,75 600,75"], StepChart.Of([Line("rate", (0, 0.1))], _from, _to, leastTop: 0.4)!.Lines[0].Pieces);

    [Theory]
    [InlineData(0.02, 0.1)]
    [InlineData(0.3, 0.5)]
    [InlineData(4.39, 5)]
    [InlineData(5, 5)]
    [InlineData(7, 10)]
    [InlineData(1200, 2000)]
    public void Of_RoundTop_IsTheNextOneTwoOrFive(double most, double top) =>
        Assert.Equal(top, StepChart.Of([Line("rate", (0, most))], _from, _to, leastTop: 0.1, isRound: true)!.Top, 9);

    private static (string Name, LineLook Look, IEnumerable<ChartStep> Steps) Line(string name, params (double Hours, double? Amount)[] steps) =>
        (name, LineLook.Main, steps.Select(step => new ChartStep(_from.AddHours(step.Hours), step.Amount)));
}
