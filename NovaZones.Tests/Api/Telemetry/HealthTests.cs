using System.Net;
using System.Net.Http.Json;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Tests.Support.Fixtures;
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
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "fleet jobs", "database"), await AskAsync(stranger));
        File.Move(file + ".away", file);
        Assert.Equal((HttpStatusCode.OK, "database fleet jobs", ""), await AskAsync(stranger));

        // Nobody runs jobs, until whoever does shows it is there again.
        var jobs = zone.Services.GetRequiredService<JobStorage>();
        await Eventually.IsTrueAsync(async () =>
        {
            using var connection = jobs.GetConnection();
            foreach (var server in jobs.GetMonitoringApi().Servers())
            {
                connection.RemoveServer(server.Name);
            }

            return await AskAsync(stranger) == (HttpStatusCode.ServiceUnavailable, "database fleet", "jobs");
        });
        Assert.Equal("ok", await stranger.GetStringAsync("/healthz", Token));
        await Eventually.IsTrueAsync(async () => (await AskAsync(stranger)).Status == HttpStatusCode.OK);
    }

    private static async Task<(HttpStatusCode Status, string Well, string Ill)> AskAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/readyz", Token);
        var told = await answer.Content.ReadFromJsonAsync<SortedDictionary<string, bool>>(Token);
        return (answer.StatusCode, string.Join(' ', told!.Where(check => check.Value).Select(check => check.Key)), string.Join(' ', told!.Where(check => !check.Value).Select(check => check.Key)));
    }
}
