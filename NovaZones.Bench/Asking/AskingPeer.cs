using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement;
using NovaZones.Core.Zones;

namespace NovaZones.Bench.Asking;

/// <summary>Plays any number of child zones on one port, each under a path of its own: what is measured is the root alone.</summary>
internal sealed class AskingPeer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _asked;

    private AskingPeer(WebApplication app) => _app = app;

    /// <summary>Questions asked since the start.</summary>
    internal int Asked => Volatile.Read(ref _asked);

    private string Address => _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();

    internal static async Task<AskingPeer> StartAsync(int able, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Services.AddSignalR(hub => hub.KeepAliveInterval = TimeSpan.FromSeconds(2));
        var app = builder.Build();
        var peer = new AskingPeer(app);
        app.MapHub<QuietHub>("/{root}/{child:int}/hubs/zone");
        app.MapGet("/{root}/{child:int}/api/v1/zone", (string root, int child) => Results.Json(InfoOf(root, child, child < able), WireJson.Options));
        app.MapPost("/{root}/{child:int}/api/v1/zone/select", (int child) =>
        {
            Interlocked.Increment(ref peer._asked);
            return Results.Json(
                new SelectResponse { ZoneId = Guid.Empty, Scores = [1.0 / (child + 1)], Ties = [(uint)child], Plan = new string('p', 600), Local = new LocalExplanation(20, 20, [], []) }, WireJson.Options);
        });
        app.MapPost("/{root}/{child:int}/api/v1/zone/claim", async (HttpContext context) =>
        {
            var body = await JsonSerializer.DeserializeAsync<ClaimBody>(context.Request.Body, WireJson.Options, context.RequestAborted);
            return Results.Json(new ClaimResponse { Claimed = [.. body!.InstanceIds.Select(id => new ClaimedInstance(id, null, null, 1))] }, WireJson.Options);
        });
        await app.StartAsync(cancellationToken);
        return peer;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Where a root finds its child of that number.</summary>
    internal Uri UrlOf(string root, int child) => new($"{Address}/{root}/{child}");

    private static ZoneInfo InfoOf(string root, int child, bool isAble)
    {
        var classes = new[] { "VCPU", "MEMORY_MB", "DISK_GB" }.Append(isAble ? "PGPU" : "CUSTOM_NOTHING");
        return new ZoneInfo
        {
            Id = new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{root}/{child}")).AsSpan(0, 16)),
            Name = $"child{child}",
            Path = $"child{child}",
            Version = "1",
            Driver = "distributed",
            Policy = "default",
            PolicyVersion = 1,
            AsOf = DateTimeOffset.UnixEpoch,
            Summary = new ZoneSummary
            {
                Hosts = new HostCounts(20, 0, 0),
                Resources = classes.ToImmutableSortedDictionary(c => c, _ => new ResourceSummary(10_000, 1_000, 500), StringComparer.Ordinal),
                Traits = [.. Enumerable.Range(0, 40).Select(i => $"HW_CPU_X86_{i:d2}")],
                AvailabilityZones = [$"az{child % 7}"],
            },
        };
    }

    private sealed class QuietHub : Hub;
}
