using System.Net;
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

/// <summary>A child of an earlier version answers a list and no lanes: a spread goes on without it and says so.</summary>
public sealed class SpreadWithOldPeerTests : IAsyncLifetime
{
    private ZoneHost _root = null!;
    private WebApplication _old = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _old = builder.Build();
        _old.MapPost("/api/v1/zone/select", () => Results.Json(new
        {
            zoneId = Guid.NewGuid(),
            scores = new[] { 9.5 },
            ties = new[] { 1u },
            plan = "sealed",
            local = new { considered = 1, passed = 1, filters = Array.Empty<int>(), leading = Array.Empty<int>() },
        }));
        await _old.StartAsync(TestContext.Current.CancellationToken);
        _root = await ZoneHost.StartAsync("Zone:Name=root");
        await _root.ReportHostAsync("r1", """{"inventories":{"VCPU":8},"capabilities":{"rack":"a"}}""");
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
    public async Task Place_Spread_GoesOnWithoutItAndSaysWhy()
    {
        var (status, answer) = await _root.PlaceAsync("""{"count":2,"resources":{"VCPU":1},"group":{"name":"g","policy":"spread","capability":"rack"}}""");

        var child = answer.GetProperty("children")[0];
        Assert.Equal((HttpStatusCode.Created, "Skipped"), (status, child.GetProperty("outcome").GetString()));
        Assert.Contains("knows no lanes", child.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, await _root.UsedAsync("r1", "VCPU"));
    }
}
