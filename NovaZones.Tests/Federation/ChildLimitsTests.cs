using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>A child guards its hosts by its own policies' limits, whatever its parent's are (ADR-002).</summary>
public sealed class ChildLimitsTests : IAsyncLifetime
{
    private ZoneHost _root = null!;
    private ZoneHost _child = null!;

    public async ValueTask InitializeAsync()
    {
        _root = await ZoneHost.StartAsync("Zone:Name=root");
        _child = await ZoneHost.StartAsync("Zone:Name=paris");
        await _child.ReportHostAsync("p1", """{"inventories":{"VCPU":16}}""");
        await _child.ReportHostAsync("p2", """{"inventories":{"VCPU":16}}""");
        await _root.AddChildAsync("emea", _child);
        await SaveAsync(_root, "default", """{"limits":{"maxInstancesPerHost":1}}""");
        await SaveAsync(_root, "roomy", """{"limits":null}""");
    }

    public async ValueTask DisposeAsync()
    {
        await _root.DisposeAsync();
        await _child.DisposeAsync();
    }

    [Theory]
    [InlineData("default", "{}", "default", 32)]
    [InlineData("default", """{"limits":{"maxInstancesPerHost":2}}""", "default", 4)]
    [InlineData("default", """{"limits":{"maxInstancesPerHost":2}}""", "packing", 32)]
    [InlineData("packing", """{"limits":{"maxInstancesPerHost":3}}""", "packing", 6)]
    [InlineData("default", """{"limits":{"maxInstancesPerHost":3}}""", "roomy", 6)]
    [InlineData("default", """{"driver":"simple","limits":{"maxCoresPerHost":5}}""", "default", 10)]
    public async Task PlaceAndCount_ChildsPolicy_SetsTheLimit(string policy, string saved, string asked, int fits)
    {
        await SaveAsync(_child, policy, saved);

        using var counted = await _root.SendJsonAsync(HttpMethod.Post, "/api/v1/capacity", $$"""{"resources":{"VCPU":1},"policy":"{{asked}}"}""");
        var capacity = await counted.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        var (status, answer) = await _root.PlaceAsync($$"""{"count":40,"minCount":1,"resources":{"VCPU":1},"policy":"{{asked}}"}""");

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal((fits, fits), (capacity.GetProperty("total").GetInt32(), answer.GetProperty("placed").GetInt32()));
        Assert.Equal(fits, await _child.UsedAsync("p1", "VCPU") + await _child.UsedAsync("p2", "VCPU"));
    }

    private static async Task SaveAsync(ZoneHost zone, string policy, string body)
    {
        using var response = await zone.SendJsonAsync(HttpMethod.Put, $"/api/v1/policies/{policy}", body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
