using System.Text.Json;
using NovaZones.Client;
using NovaZones.Web.Demo;
using NovaZones.Web.Demo.Fleet;
using Xunit;

namespace NovaZones.Tests.Unit.Demo;

public sealed class DemoFleetTests
{
    [Fact]
    public void Build_SameSeed_GivesTheSameReports() => Assert.Equal(Reports(seed: 5), Reports(seed: 5));

    [Fact]
    public void Build_OtherSeed_GivesOtherReports() => Assert.NotEqual(Reports(seed: 5), Reports(seed: 6));

    [Fact]
    public void Shapes_Weights_AddUpToAHundred() => Assert.Equal(100, HostShape.All.Sum(shape => shape.Weight));

    [Theory]
    [InlineData(4)]
    [InlineData(103)]
    [InlineData(3_000)]
    public void BuildFleets_AnyCount_HasEachHostOnce(int hosts)
    {
        var names = DemoLayout.BuildFleets(hosts, seed: 1).SelectMany(fleet => fleet.Hosts).Select(host => host.Name).ToArray();

        Assert.Equal(hosts, names.Length);
        Assert.Equal(hosts, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(3_000)]
    [InlineData(50_000)]
    public void BuildFleets_SmallOrLarge_HasEveryShape(int hosts)
    {
        var models = DemoLayout.BuildFleets(hosts, seed: 1).SelectMany(fleet => fleet.Hosts)
            .Select(host => (string)(host.Report.Capabilities ?? throw new InvalidOperationException())["server_model"]).Distinct().Order();

        Assert.Equal(HostShape.All.Select(shape => shape.Code).Order(), models);
    }

    private static string Reports(int seed) =>
        JsonSerializer.Serialize(DemoFleet.Build("paris", ["paris-1", "paris-2"], 120, seed).Hosts.Select(host => host.Report), ZoneApi.Json);
}
