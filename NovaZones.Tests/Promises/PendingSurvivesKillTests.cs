using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Promises;

/// <summary>Promises 2 and 7 for placements that are answered later: what was accepted survives <c>kill -9</c> and is placed exactly once.</summary>
public sealed class PendingSurvivesKillTests
{
    private const int Requests = 50;
    private const string Body = """{"count":2,"resources":{"VCPU":1},"waitForCapacity":true}""";

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(200)]
    public async Task Kill_WithFiftyPendingOnes_PlacesEachExactlyOnce(int killAfterMs)
    {
        var token = TestContext.Current.CancellationToken;
        using var directory = new TemporaryDirectory();
        var ids = new List<string>();
        await using (var zone = await RealZone.StartAsync("crash", directory.Path, token))
        {
            for (var i = 0; i < Requests; i++)
            {
                ids.Add(await zone.Client.SubmitAsync(Body, $"k{i}"));
            }

            // From here on they are being placed, one after another; the power goes somewhere in between.
            await ReportAsync(zone.Client, "h1", 60, token);
            await Task.Delay(killAfterMs, token);
            await zone.KillAsync();
        }

        await using (var zone = await RealZone.StartAsync("crash", directory.Path, token))
        {
            await ReportAsync(zone.Client, "h1", 60, token);
            await ReportAsync(zone.Client, "h2", 40, token);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var id in ids)
            {
                var placed = await zone.Client.UntilAsync(id, "Placed");
                Assert.Equal(2, placed.Instances());
                Assert.All(placed.GetProperty("instances").EnumerateArray(), i => Assert.True(seen.Add(i.GetProperty("id").GetString()!)));
            }

            for (var i = 0; i < Requests; i++)
            {
                using var retry = await zone.Client.SendAsyncPlacementAsync(Body, $"k{i}");
                var answer = await retry.Content.ReadFromJsonAsync<JsonElement>(token);
                Assert.Equal(ids[i], answer.GetProperty("reservationId").GetString());
            }

            // Two cores for each of fifty: exactly what both hosts have, no more and no less.
            Assert.Equal((60, 40), (await UsedAsync(zone.Client, "h1", token), await UsedAsync(zone.Client, "h2", token)));
        }
    }

    private static async Task ReportAsync(HttpClient client, string host, int cores, CancellationToken token)
    {
        using var content = new StringContent($$"""{ "inventories": { "VCPU": {{cores}} } }""", Encoding.UTF8, "application/json");
        using var response = await client.PutAsync($"/api/v1/hosts/{host}", content, token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(token));
    }

    private static async Task<long> UsedAsync(HttpClient client, string host, CancellationToken token) =>
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/hosts/{host}", token)).GetProperty("inventories").GetProperty("VCPU").GetProperty("used").GetInt64();
}
