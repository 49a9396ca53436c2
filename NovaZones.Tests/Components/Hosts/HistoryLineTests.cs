using NovaZones.Core.Fleet.History;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Hosts;
using Xunit;

namespace NovaZones.Tests.Components.Hosts;

/// <summary>Figures over time as lines of steps.</summary>
public sealed class HistoryLineTests
{
    private static readonly DateTimeOffset _from = Stored.Noon;
    private static readonly DateTimeOffset _to = Stored.Noon.AddHours(10);

    [Fact]
    public void Of_StepsWithinTheSpan_HoldUntilTheNext()
    {
        // 8 of 16 at first, 4 of 16 after a quarter, 12 of 32 after a half: the picture is 600 wide, 100 high, and 32 is its top.
        var line = HistoryLine.Of([Point(0, 16, 8), Point(2.5, 16, 4), Point(5, 32, 12)], "VCPU", _from, _to)!;

        Assert.Equal("0,75 150,75 150,87.5 300,87.5 300,62.5 600,62.5", line.Used);
        Assert.Equal("0,50 150,50 150,50 300,50 300,0 600,0", line.Capacity);
        Assert.Equal("0,100 0,75 150,75 150,87.5 300,87.5 300,62.5 600,62.5 600,100", line.Area);
        Assert.Equal((32, 4, 12, new ClassFigures("VCPU", 32, 12)), (line.Top, line.Least, line.Most, line.Last));
    }

    [Fact]
    public void Of_FiguresFromBefore_HoldAtTheLeftEdge()
    {
        var line = HistoryLine.Of([Point(-20, 16, 16), Point(-3, 16, 8), Point(20, 16, 0)], "VCPU", _from, _to)!;

        Assert.Equal(("0,50 600,50", 8, 8), (line.Used, line.Least, line.Most));
    }

    [Fact]
    public void Of_YoungerThanTheSpan_BeginsWhereItIsKnown() => Assert.Equal("300,0 600,0", HistoryLine.Of([Point(5, 4, 4)], "VCPU", _from, _to)!.Used);

    [Fact]
    public void Of_AClassThatNobodyKnows_IsNothing() => Assert.Null(HistoryLine.Of([Point(0, 16, 8)], "PGPU", _from, _to));

    private static HostPoint Point(double hours, long capacity, long used) => new(_from.AddHours(hours), [new ClassFigures("VCPU", capacity, used)]);
}
