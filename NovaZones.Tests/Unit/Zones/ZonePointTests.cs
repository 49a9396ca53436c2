using NovaZones.Core.Fleet.History;
using NovaZones.Core.Zones;
using NovaZones.Core.Zones.History;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Zones;

/// <summary>Fewer points for longer spans, with no request lost.</summary>
public sealed class ZonePointTests
{
    [Fact]
    public void Thin_ManyPoints_KeepsTheLastOfEachStepAndAddsUpRequests()
    {
        var points = Enumerable.Range(0, 7).Select(i => Point(i)).ToList(); // 12:00, 12:05, ... 12:30

        var thin = ZonePoint.Thin(points, TimeSpan.FromMinutes(15));

        Assert.Equal([(10, 3L, 3L, 3), (25, 12L, 3L, 6), (30, 6L, 1L, 7)], thin.Select(p => ((int)(p.At - Stored.Noon).TotalMinutes, p.Requests.Placed, p.Requests.Refused, p.Hosts.Up)));
        Assert.Equal([15, 15, 5], thin.Select(p => p.Span.TotalMinutes));
        Assert.Equal(12.0 / 900, thin[1].PlacedPerSecond);
        Assert.Equal(points.Sum(p => p.Requests.Placed), thin.Sum(p => p.Requests.Placed));
    }

    [Fact]
    public void Thin_ReadALittleLater_GivesTheSameSteps()
    {
        var points = Enumerable.Range(0, 12).Select(i => Point(i)).ToList();

        Assert.Equal(ZonePoint.Thin(points, TimeSpan.FromMinutes(15)).Skip(1).Select(p => (p.At, p.Span)), ZonePoint.Thin(points.Skip(3), TimeSpan.FromMinutes(15)).Select(p => (p.At, p.Span)));
    }

    private static ZonePoint Point(int i) => new(
        Stored.Noon.AddMinutes(5 * i), TimeSpan.FromMinutes(5), new RequestCounts(i, 1), new HostCounts(i + 1, 0, 0), [new ClassFigures("VCPU", 64, i)]);
}
