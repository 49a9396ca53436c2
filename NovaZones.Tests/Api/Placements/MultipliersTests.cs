using System.Net;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Placements;

/// <summary>Multipliers are any finite numbers: huge ones rank as others do, in one zone and in a tree, and never end in what is no number.</summary>
public sealed class MultipliersTests : IAsyncLifetime
{
    private ZoneHost _root = null!;
    private ZoneHost _child = null!;

    public async ValueTask InitializeAsync()
    {
        _root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:ChildTimeout=00:00:10");
        _child = await ZoneHost.StartAsync("Zone:Name=child");
        await _root.ReportHostAsync("small", """{"inventories":{"VCPU":8,"MEMORY_MB":4096}}""");
        await _child.ReportHostAsync("large", """{"inventories":{"VCPU":8,"MEMORY_MB":65536}}""");
        await _root.AddChildAsync("child", _child, ",\"weightScale\":1000000");
    }

    public async ValueTask DisposeAsync()
    {
        await _root.DisposeAsync();
        await _child.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"ram":1e12}""", "child")]
    [InlineData("""{"ram":1e299,"cpu":0}""", "child")]
    [InlineData("""{"ram":-1e299,"cpu":0}""", "root")]
    [InlineData("""{"ram":1e-300,"cpu":0,"soft-affinity":0,"soft-anti-affinity":0,"trait-preference":0}""", "child")]
    public async Task Weights_OfAnySize_Rank(string weights, string zone)
    {
        var (status, answer) = await _root.PlaceAsync($$"""{"resources":{"MEMORY_MB":1024},"weights":{{weights}},"dryRun":true,"deadlineMs":20000}""");

        Assert.Equal(HttpStatusCode.OK, status);
        var instance = Assert.Single(answer.GetProperty("instances").EnumerateArray());
        Assert.Equal(zone, instance.GetProperty("zone").GetString());
        Assert.Equal(JsonValueKind.Number, instance.GetProperty("score").ValueKind);
    }

    [Theory]
    [InlineData("""{"ram":1e308,"cpu":1e308}""", "weights")]
    [InlineData("""{"ram":1e400}""", "weights.ram")]
    public async Task Weights_BeyondWhatANumberHolds_AreNamed(string weights, string field)
    {
        var (status, answer) = await _root.PlaceAsync($$"""{"resources":{"MEMORY_MB":1024},"weights":{{weights}},"dryRun":true}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(answer.GetProperty("errors").EnumerateArray(), e => e.GetProperty("field").GetString() == field);
    }
}
