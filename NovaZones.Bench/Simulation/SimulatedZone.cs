using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaZones.Core.Federation;
using NovaZones.Core.Placement.Pending;
using NovaZones.Web;
using NovaZones.Web.Composition;
using NovaZones.Web.Federation;

namespace NovaZones.Bench.Simulation;

/// <summary>A zone without sockets: its real composition, endpoints, client, sealer and SQLite file, behind a server in memory.</summary>
/// <remarks>
/// Left out are what people look at, Hangfire and the standing links to children: the simulator polls and settles through the same
/// services that the jobs call.
/// </remarks>
internal sealed class SimulatedZone : IAsyncDisposable
{
    /// <summary>Administrator's token of every zone; nothing outside this process can use it.</summary>
    public const string Token = "simulated-administrator";

    private readonly WebApplication _app;

    private SimulatedZone(WebApplication app, string name)
    {
        _app = app;
        Name = name;
    }

    public string Name { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a zone on the database in that folder and joins it to the network.</summary>
    public static async Task<SimulatedZone> StartAsync(string name, string directory, SimulatedNetwork network, CancellationToken cancellationToken)
    {
        var app = Build(name, directory, network);
        try
        {
            await ZoneStartup.LoadAsync(app);
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        network.Join(name, app.GetTestServer().CreateHandler());
        return new SimulatedZone(app, name);
    }

    /// <summary>Makes the database that all zones begin with: migrated, with its administrator and token, and without an identity.</summary>
    public static async Task MakeTemplateAsync(string directory, CancellationToken cancellationToken)
    {
        await using var app = Build("template", directory, new SimulatedNetwork(new SimulationOptions()));
        await app.Services.GetRequiredService<Data.ZoneDatabaseInitializer>().InitializeAsync(cancellationToken);
        await ZoneBootstrap.RunAsync(app.Services, cancellationToken);
    }

    /// <summary>Calls the zone as a client with its token.</summary>
    public HttpClient CreateClient()
    {
        var client = _app.GetTestServer().CreateClient();
        client.Timeout = TimeSpan.FromMinutes(10);
        client.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        return client;
    }

    /// <summary>Asks every child what it can offer, all at once.</summary>
    public Task PollAsync(CancellationToken cancellationToken)
    {
        var poller = Services.GetRequiredService<ChildZonePoller>();
        return Task.WhenAll(Services.GetRequiredService<ChildZoneRegistry>().All.Select(s => poller.PollAsync(s.Child, cancellationToken)));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static WebApplication Build(string name, string directory, SimulatedNetwork network)
    {
        var builder = ZoneApplication.CreateBuilder(
        [
            // Hundreds of zones would run out of the system's file watchers.
            "--hostBuilder:reloadConfigOnChange=false",
            $"--Zone:Name={name}",
            $"--Database:DataDirectory={directory}",
            $"--Auth:BootstrapToken={Token}",
            "--Auth:Admin:Password=correct horse battery",
            "--Scheduler:StaleAfter=23:59:59",
            "--Scheduler:DefaultDeadline=00:00:30",
            "--Federation:ChildTimeout=00:00:10",
            "--Federation:PollTimeout=00:00:05",
        ]);
        builder.Logging.ClearProviders();
        builder.AddZone();
        builder.Services.AddSingleton<IPendingJobs, SimulatedJobs>();
        builder.Services.AddHttpClient(HttpChildZoneClient.ClientName).ConfigurePrimaryHttpMessageHandler(() => network.LinkFrom(name));

        // The ledger is started while loading; links, counters and watchers would work beside the clock of the simulation.
        foreach (var service in builder.Services.Where(IsBackgroundWorkOfOurs).ToList())
        {
            builder.Services.Remove(service);
        }

        builder.WebHost.UseTestServer();
        var app = builder.Build();
        app.CheckSettings();
        app.UseZone();
        app.MapZoneApi();
        return app;
    }

    private static bool IsBackgroundWorkOfOurs(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && (service.ImplementationType ?? service.ImplementationFactory?.Method.DeclaringType)?.Assembly.GetName().Name?.StartsWith("NovaZones", StringComparison.Ordinal) == true;

    /// <summary>The simulation asks for no answers later.</summary>
    private sealed class SimulatedJobs : IPendingJobs
    {
        public void EnqueueFirstTry(string reservationId) => throw new NotSupportedException("The simulation places at once.");

        public void EnqueueWoken()
        {
            // Nobody waits, so nobody is woken.
        }
    }
}
