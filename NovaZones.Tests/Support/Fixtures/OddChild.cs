using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Protocol;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Zones;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>A child that tells a real zone's figures and does when asked what no real zone would: hangs, or talks without end.</summary>
internal sealed class OddChild : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _asked;
    private int _heard;

    private OddChild(WebApplication app) => _app = app;

    public Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>Number of questions it was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Protocols of the questions, in order.</summary>
    public List<string> Protocols { get; } = [];

    /// <summary>Version of the zone protocol that each question named, in order; empty for none.</summary>
    public List<string> Versions { get; } = [];

    /// <summary>Number of requests of any kind.</summary>
    public int Heard => Volatile.Read(ref _heard);

    /// <summary>Last parts of the routes that were asked.</summary>
    public ConcurrentQueue<string> Routes { get; } = new();

    /// <summary>What came as credential with each request, in order.</summary>
    public List<string> Credentials { get; } = [];

    /// <summary>What it answers, word for word, by the last part of the route; else it answers as a zone would.</summary>
    public ConcurrentDictionary<string, string> Say { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it takes whatever it is asked to, or nothing.</summary>
    public bool TakesAll { get; set; }

    /// <summary>Number of claims it was sent.</summary>
    public int Claims { get; private set; }

    /// <summary>What it makes of the figures it tells.</summary>
    public Func<JsonObject, JsonObject> Tell { get; set; } = info => info;

    /// <summary>What it does when it is asked for slots; by default it has none.</summary>
    public Func<HttpContext, Task> Select { get; set; } = context => context.Response.WriteAsync(Nothing, context.RequestAborted);

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    /// <summary>Waits until the caller gives up.</summary>
    public static Task HangAsync(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted);

    private static string Nothing { get; } = JsonSerializer.Serialize(
        new SelectResponse { ZoneId = Guid.Empty, Scores = [], Ties = [], Local = LocalExplanation.Nothing }, WireJson.Options);

    public static async Task<OddChild> StartAsync(HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        var app = builder.Build();
        var child = new OddChild(app);
        app.Use(child.NoteAsync);
        app.MapGet("/api/v1/zone", (HttpContext context) => context.Response.WriteAsync(child.Tell(JsonSerializer.SerializeToNode(child.Info(), WireJson.Options)!.AsObject()).ToJsonString()));
        app.MapPost("/api/v1/zone/select", async (HttpContext context) =>
        {
            Interlocked.Increment(ref child._asked);
            lock (child.Protocols)
            {
                child.Protocols.Add(context.Request.Protocol);
                child.Versions.Add(context.Request.Headers[ZoneProtocol.HeaderName].ToString());
            }

            context.Response.ContentType = "application/json";
            await child.Select(context);
        });
        app.MapPost("/api/v1/zone/claim", async (HttpContext context) =>
        {
            child.Claims++;
            var claim = await JsonNode.ParseAsync(context.Request.Body);
            var claimed = child.TakesAll ? claim!["instanceIds"]!.AsArray().Select(id => new JsonObject { ["id"] = id!.DeepClone(), ["score"] = 1 }) : [];
            await context.Response.WriteAsync(new JsonObject { ["claimed"] = new JsonArray([.. claimed]) }.ToJsonString());
        });
        await app.StartAsync();
        return child;
    }

    private async Task NoteAsync(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref _heard);
        lock (Credentials)
        {
            Credentials.Add(context.Request.Headers.Authorization.ToString());
        }

        var route = context.Request.Path.Value!.Split('/')[^1];
        Routes.Enqueue(route);
        if (Say.TryGetValue(route, out var words))
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(words, context.RequestAborted);
            return;
        }

        await next(context);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private ZoneInfo Info() => new()
    {
        Id = Id,
        Name = "odd",
        Path = "odd",
        Version = "1",
        Driver = "filter",
        Policy = "default",
        PolicyVersion = 1,
        AsOf = DateTimeOffset.UnixEpoch,
        Summary = new ZoneSummary
        {
            Hosts = new HostCounts(1, 0, 0),
            Resources = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create(ResourceClass.Vcpu, new ResourceSummary(64, 0, 64))]),
        },
    };
}
