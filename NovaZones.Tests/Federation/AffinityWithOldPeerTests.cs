using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>A child of an earlier version counts without saying whether it holds members: its room counts as long as nobody holds any.</summary>
public sealed class AffinityWithOldPeerTests : IAsyncLifetime
{
    private const string Request = """{"resources":{"VCPU":1},"group":{"name":"g","policy":"affinity"}}""";

    private ZoneHost _root = null!;
    private WebApplication _old = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _old = builder.Build();
        _old.MapPost("/api/v1/zone/capacity", () => Results.Json(new
        {
            total = 8,
            largestOnOneHost = 8,
            zones = new[] { new { zone = "below", count = 8, largestOnOneHost = 8, outcome = "Answered" } },
        }));
        await _old.StartAsync(TestContext.Current.CancellationToken);
        _root = await ZoneHost.StartAsync("Zone:Name=root");
        await _root.ReportHostAsync("r1", """{"inventories":{"VCPU":4}}""");
        var url = _old.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        using var added = await _root.SendJsonAsync(HttpMethod.Post, "/api/v1/zones", $$"""{"name":"old","apiUrl":"{{url}}","token":"t"}""");
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _root.DisposeAsync();
        await _old.DisposeAsync();
    }

    [Fact]
    public async Task Count_OldChild_CountsUntilAnotherZoneHoldsMembers()
    {
        var before = await TotalAsync();
        var (status, _) = await _root.PlaceAsync("""{"resources":{"VCPU":1},"group":{"name":"g","policy":"affinity"},"zones":{"localOnly":true}}""");
        var after = await TotalAsync();

        Assert.Equal((8, HttpStatusCode.Created, 3), (before, status, after));
    }

    private async Task<int> TotalAsync()
    {
        using var response = await _root.SendJsonAsync(HttpMethod.Post, "/api/v1/capacity", Request);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("total").GetInt32();
    }
}
