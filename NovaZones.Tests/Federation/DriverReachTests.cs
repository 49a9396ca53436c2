using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NovaZones.Core.Policies;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>Who asks children: driver <c>distributed</c> and no other, as the policy says, else as the zone's settings say.</summary>
public sealed class DriverReachTests : IAsyncLifetime
{
    private ZoneHost _child = null!;
    private CountingProxy _proxy = null!;

    public async ValueTask InitializeAsync()
    {
        _child = await ZoneHost.StartAsync("Zone:Name=paris");
        _proxy = await CountingProxy.StartAsync(_child.Url);
        await _child.ReportHostAsync("p1", """{"inventories":{"VCPU":64},"availabilityZone":"east"}""");
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _child.DisposeAsync();
    }

    [Theory]
    [InlineData(Drivers.Chance)]
    [InlineData(Drivers.Simple)]
    [InlineData(Drivers.AvailabilityZone)]
    [InlineData(Drivers.Filter)]
    public async Task EveryQuestion_SingleZoneDriver_ReachesNoChild(string driver)
    {
        await using var root = await RootAsync();
        await NameDriverAsync(root, JsonSerializer.Serialize(driver));

        var placed = await AskEverythingAsync(root);

        // The child has room for it all; that makes asking it tempting.
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.OK, HttpStatusCode.OK], placed);
        Assert.Empty(_proxy.Questions);
        Assert.Equal(0, await _child.UsedAsync("p1", "VCPU"));
    }

    [Fact]
    public async Task EveryQuestion_DistributedDriver_ReachesTheChild()
    {
        await using var root = await RootAsync();

        var placed = await AskEverythingAsync(root);

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.OK], placed);
        Assert.Contains("POST /api/v1/zone/select", _proxy.Questions);
        Assert.Contains("POST /api/v1/zone/capacity", _proxy.Questions);
        Assert.Equal(9, await _child.UsedAsync("p1", "VCPU"));
    }

    [Fact]
    public async Task Driver_NamedByNobody_IsTheZonesAndNullGoesBackToIt()
    {
        await using var root = await RootAsync("Scheduler:Driver=filter");
        const string TooLargeHere = """{"resources":{"VCPU":8}}""";

        var ofZone = await root.PlaceAsync(TooLargeHere);
        await NameDriverAsync(root, "\"distributed\"");
        var named = await root.PlaceAsync(TooLargeHere);
        await NameDriverAsync(root, null);
        var leftOut = await DriversAsync(root);
        await NameDriverAsync(root, "null");
        var backAgain = await root.PlaceAsync(TooLargeHere);

        Assert.Equal([HttpStatusCode.Conflict, HttpStatusCode.Created, HttpStatusCode.Conflict], [ofZone.Status, named.Status, backAgain.Status]);
        Assert.Equal(("distributed", "distributed"), leftOut);
        Assert.Equal((null, "filter"), await DriversAsync(root));
    }

    private async Task<ZoneHost> RootAsync(params string[] settings)
    {
        var root = await ZoneHost.StartAsync(["Zone:Name=root", .. settings]);
        await root.ReportHostAsync("r1", """{"inventories":{"VCPU":4},"availabilityZone":"east"}""");
        using var added = await root.SendJsonAsync(HttpMethod.Post, "/api/v1/zones", $$"""{"name":"emea","apiUrl":"{{_proxy.Url}}","token":"{{ZoneHost.AdminToken}}"}""");
        using var test = await root.Client.PostAsync($"/api/v1/zones/{(await added.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()}/test", null);
        Assert.Equal(HttpStatusCode.OK, test.StatusCode);
        return root;
    }

    /// <summary>Places what fits everywhere, places what fits in the child alone, plans, and counts.</summary>
    private static async Task<HttpStatusCode[]> AskEverythingAsync(ZoneHost root)
    {
        using var capacity = await root.SendJsonAsync(HttpMethod.Post, "/api/v1/capacity", """{"resources":{"VCPU":1},"availabilityZone":"east"}""");
        return
        [
            (await root.PlaceAsync("""{"resources":{"VCPU":1},"availabilityZone":"east"}""")).Status,
            (await root.PlaceAsync("""{"resources":{"VCPU":8},"availabilityZone":"east"}""")).Status,
            (await root.PlaceAsync("""{"count":9,"minCount":1,"resources":{"VCPU":1},"availabilityZone":"east","dryRun":true,"alternates":2}""")).Status,
            capacity.StatusCode,
        ];
    }

    private static async Task NameDriverAsync(ZoneHost zone, string? driver)
    {
        using var saved = await zone.SendJsonAsync(HttpMethod.Put, "/api/v1/policies/default", driver is null ? """{"comment":"no driver here"}""" : $$"""{"driver":{{driver}}}""");
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
    }

    private static async Task<(string? Own, string? Effective)> DriversAsync(ZoneHost zone)
    {
        var policy = await zone.GetAsync("/api/v1/policies/default");
        return (policy.GetProperty("driver").GetString(), policy.GetProperty("effective").GetProperty("driver").GetString());
    }
}
