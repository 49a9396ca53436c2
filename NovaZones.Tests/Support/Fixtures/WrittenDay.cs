using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet.History;
using NovaZones.Core.Zones;
using NovaZones.Core.Zones.History;
using NovaZones.Data;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>A past for a zone: what its samplers would have written, through their stores, with earlier times.</summary>
internal static class WrittenDay
{
    private const int Hosts = 3;
    private static readonly TimeSpan _off = TimeSpan.FromHours(9); // so long ago the zone was off for a while

    /// <summary>Writes a day of the zone, and of one host if it is named, that ends now, into the SQLite file of a folder.</summary>
    /// <param name="dataDirectory">The zone's folder.</param>
    /// <param name="host">A host that it knows, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task WriteAsync(string dataDirectory, string? host, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Database:Provider"] = "Sqlite", ["Database:DataDirectory"] = dataDirectory }).Build();
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging().AddZoneDatabase(configuration).BuildServiceProvider();
        await services.GetRequiredService<ZoneDatabaseInitializer>().InitializeAsync(cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        var (zone, hosts) = (services.GetRequiredService<IZoneHistoryStore>(), services.GetRequiredService<IHostHistoryStore>());
        var before = now.AddDays(-1) - ZoneSampler.Interval;
        for (var at = now.AddDays(-1); at < now - TimeSpan.FromSeconds(30); at += ZoneSampler.Interval)
        {
            var ago = now - at;
            if (ago < _off && ago > _off - TimeSpan.FromHours(1.5))
            {
                continue;
            }

            var share = Share(at);
            var isDown = ago > TimeSpan.FromHours(4) && ago < TimeSpan.FromHours(5.5);
            var up = isDown ? Hosts - 1 : Hosts;
            var requests = new RequestCounts((long)(1800 * share * (0.5 + (0.5 * Wave(at, 190)))), isDown ? 210 : (long)(25 * Wave(at, 31)));
            await zone.AppendAsync(new ZonePoint(at, at - before, requests, new HostCounts(up, Hosts - up, ago < TimeSpan.FromHours(14) ? 1 : 0), Figures(up, share * Hosts)), cancellationToken);
            before = at;
        }

        if (host is not null)
        {
            var id = (await services.GetRequiredService<IClaimStore>().LoadAsync(cancellationToken)).Hosts.Single(each => each.Name == host).Id;
            for (var at = now.AddDays(-1); at < now; at += HostSampler.Interval)
            {
                await hosts.AppendAsync(at, [new HostFigures(id, Figures(1, Share(at)))], cancellationToken);
            }
        }
    }

    // More by day than by night, never the same twice.
    private static double Share(DateTimeOffset at) => 0.5 + (0.3 * Math.Sin((at.TimeOfDay.TotalHours - 9) / 24 * 2 * Math.PI)) + (0.1 * (Wave(at, 83) - 0.5));

    private static double Wave(DateTimeOffset at, int minutes) => 0.5 + (0.5 * Math.Sin(at.ToUnixTimeSeconds() / 60.0 / minutes * 2 * Math.PI));

    private static System.Collections.Immutable.ImmutableArray<ClassFigures> Figures(int hosts, double share) =>
    [
        new("DISK_GB", 500L * hosts, (long)(200 * share)),
        new("MEMORY_MB", 65536L * hosts, (long)(58000 * share)),
        new("VCPU", 16L * hosts, (long)(15 * share)),
    ];
}
