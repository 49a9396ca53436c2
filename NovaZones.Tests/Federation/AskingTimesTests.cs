using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>An explanation tells when each child was asked: those that were doubted after the others.</summary>
public sealed class AskingTimesTests
{
    [Fact]
    public async Task Explain_DoubtedChild_BeganAfterTheOtherHadAnswered()
    {
        await using var paris = await ZoneHost.StartAsync("Zone:Name=paris");
        await using var rome = await ZoneHost.StartAsync("Zone:Name=rome");
        await using var root = await ZoneHost.StartAsync("Zone:Name=planet");
        await paris.ReportHostAsync("p1", """{"inventories":{"VCPU":1}}""");
        await root.AddChildAsync("paris", paris);
        await root.AddChildAsync("rome", rome);
        await Eventually.IsTrueAsync(() => root.Child("paris").Info?.Summary?.Hosts.Up == 1);

        var (_, answer) = await root.PlaceAsync("""{"count":2,"minCount":1,"resources":{"VCPU":1}}""");
        var explanation = await root.GetAsync(answer.GetProperty("explanation").GetString()!);
        var children = explanation.GetProperty("children").EnumerateArray().ToDictionary(
            child => child.GetProperty("zone").GetString()!, child => (Started: child.GetProperty("startedMs").GetDouble(), Elapsed: child.GetProperty("elapsedMs").GetDouble()));

        Assert.True(children["paris"].Elapsed > 0);
        Assert.True(children["rome"].Started >= children["paris"].Started + children["paris"].Elapsed - 0.01, $"{children["paris"]} {children["rome"]}");
    }
}
