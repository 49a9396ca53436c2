using System.Net;
using System.Net.Http.Json;
using Hangfire;
using Hangfire.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NovaZones.Core.Fleet;
using NovaZones.Data;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Composition;
using NovaZones.Web.Jobs;
using Xunit;

namespace NovaZones.Tests.Api.Telemetry;

/// <summary>What whoever watches the process is told is true, and tells a stranger no reasons.</summary>
public sealed class HealthTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ready_IsTheTruth_WhileTheProcessLives()
    {
        using var directory = new TemporaryDirectory();
        await using var zone = await ZoneHost.StartInAsync(directory.Path, ["Zone:Name=solo"]);
        using var stranger = zone.CreateClient(null);
        await Eventually.IsTrueAsync(async () => (await AskAsync(stranger)).Status == HttpStatusCode.OK);
        Assert.Equal((HttpStatusCode.OK, "database fleet jobs", ""), await AskAsync(stranger));

        // The file is gone, as when a disk was not mounted again.
        var file = Directory.GetFiles(directory.Path, "zone.db", SearchOption.AllDirectories).Single();
        File.Move(file, file + ".away");
        await Eventually.IsTrueAsync(async () => await AskAsync(stranger) == (HttpStatusCode.ServiceUnavailable, "fleet jobs", "database"));
        File.Move(file + ".away", file);
        await Eventually.IsTrueAsync(async () => await AskAsync(stranger) == (HttpStatusCode.OK, "database fleet jobs", ""));

        // This process runs no jobs, whoever else does, until it shows that it is there again.
        var jobs = zone.Services.GetRequiredService<JobStorage>();
        var own = zone.Services.GetRequiredService<OwnJobServer>().Name;
        using (var connection = jobs.GetConnection())
        {
            connection.AnnounceServer("of-another-process", new ServerContext { Queues = ["default"], WorkerCount = 1 });
        }

        await Eventually.IsTrueAsync(async () =>
        {
            using var connection = jobs.GetConnection();
            foreach (var server in jobs.GetMonitoringApi().Servers().Where(server => server.Name.StartsWith(own, StringComparison.OrdinalIgnoreCase)))
            {
                connection.RemoveServer(server.Name);
            }

            return await AskAsync(stranger) == (HttpStatusCode.ServiceUnavailable, "database fleet", "jobs");
        });
        Assert.Equal("ok", await stranger.GetStringAsync("/healthz", Token));
        await Eventually.IsTrueAsync(async () => (await AskAsync(stranger)).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ready_AskedWithoutEnd_LooksOnceASecond()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=solo");
        var time = new FakeTimeProvider();
        var contexts = new CountedContexts(zone.Services.GetRequiredService<IDbContextFactory<ZoneDbContext>>());
        var probe = new HealthProbe(zone.Services.GetRequiredService<FleetView>(), contexts, zone.Services.GetRequiredService<OwnJobServer>(), time);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => probe.CheckAsync(Token)));
        var first = contexts.Count;
        time.Advance(HealthProbe.Freshness);
        var later = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => probe.CheckAsync(Token)));

        Assert.Equal((1, 2), (first, contexts.Count));
        Assert.All(later, checks => Assert.Equal(["fleet", "database", "jobs"], checks.Select(check => check.Name)));
    }

    private sealed class CountedContexts(IDbContextFactory<ZoneDbContext> real) : IDbContextFactory<ZoneDbContext>
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public ZoneDbContext CreateDbContext()
        {
            Interlocked.Increment(ref _count);
            return real.CreateDbContext();
        }
    }

    private static async Task<(HttpStatusCode Status, string Well, string Ill)> AskAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/readyz", Token);
        var told = await answer.Content.ReadFromJsonAsync<SortedDictionary<string, bool>>(Token);
        return (answer.StatusCode, string.Join(' ', told!.Where(check => check.Value).Select(check => check.Key)), string.Join(' ', told!.Where(check => !check.Value).Select(check => check.Key)));
    }
}
