using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NovaZones.Bench.Replay;
using NovaZones.Web.Demo.Client;
using Xunit;

namespace NovaZones.Tests.Unit.Bench;

/// <summary>Lets the check read prepared pages over real HTTP, since a sound zone never shows it what it is there to find.</summary>
public sealed class CapacityCheckTests
{
    private const string Sound = """
        {"name":"n0","state":"Up","adminState":"Enabled","generation":1,"lastReportAt":"2026-01-01T00:00:00Z","instances":1,
         "inventories":{"CUSTOM_CPU_MILLI":{"capacity":1000,"used":1000},"MEMORY_MB":{"capacity":64,"used":8}},
         "providers":[{"name":"gpu0","inventories":{"GPU_MILLI":{"capacity":1000,"used":460}},"providers":[]}]}
        """;

    private const string Overbooked = """
        {"name":"n1","state":"Up","adminState":"Enabled","generation":1,"lastReportAt":"2026-01-01T00:00:00Z","instances":1,
         "inventories":{"MEMORY_MB":{"capacity":64,"used":1}},
         "providers":[{"name":"numa0","inventories":{},"providers":[{"name":"gpu0","inventories":{"GPU_MILLI":{"capacity":1000,"used":1001}}}]}]}
        """;

    [Fact]
    public async Task ReadAsync_EmptyZone_EndsAtOnce()
    {
        var books = await ReadAsync(_ => """{"items":[],"nextCursor":null}""");

        Assert.Equal((0, 0, 0), (books.Hosts, books.Inventories, books.OverCount));
    }

    [Fact]
    public async Task ReadAsync_TwoPages_AddsNestedProvidersAndNamesTheOverbookedOne()
    {
        var books = await ReadAsync(cursor => cursor is null
            ? $$"""{"items":[{{Sound}}],"nextCursor":"a b"}"""
            : cursor == "a b" ? $$"""{"items":[{{Overbooked}}],"nextCursor":null}""" : "{}");

        Assert.Equal((2, 5, 1), (books.Hosts, books.Inventories, books.OverCount));
        Assert.Equal(["zone: n1/numa0/gpu0 GPU_MILLI: 1001 used of 1000"], books.Over);
        Assert.Equal(new Amounts(1_000, 9, 1_461), books.Used);
    }

    [Fact]
    public async Task ReadAsync_CursorThatRepeats_IsAFault() =>
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(_ => """{"items":[],"nextCursor":"again"}"""));

    private static async Task<Books> ReadAsync(Func<string?, string> page)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet("/api/v1/hosts", (string? cursor) => Results.Text(page(cursor), "application/json"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        using var client = ZoneCalls.Open(new Uri(addresses!.Addresses.Single()), "token", TimeSpan.FromSeconds(30));
        return await CapacityCheck.ReadAsync([("zone", client)], TestContext.Current.CancellationToken);
    }
}
