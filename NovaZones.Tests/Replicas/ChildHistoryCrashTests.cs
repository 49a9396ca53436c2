using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Replicas;

/// <summary>Two real processes on one SQLite file write the history of a child; one of them is killed again and again.</summary>
public sealed class ChildHistoryCrashTests
{
    private const int Rounds = 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2)]
    public async Task Kill_AtAnyMoment_EveryChangeIsWrittenOnceAndInOrder(int seed)
    {
        var random = new Random(seed);
        using var shared = new TemporaryDirectory();
        using var logs = new TemporaryDirectory();
        await using var child = await OddChild.StartAsync();
        var replicas = new List<RealZone>();
        try
        {
            for (var i = 0; i < 2; i++)
            {
                replicas.Add(await RealZone.StartReplicaAsync("twin", shared.Path, Path.Combine(logs.Path, $"{i}"), Token));
            }

            using var added = await replicas[0].Client.PostAsJsonAsync("/api/v1/zones", new { name = "odd", apiUrl = child.Url, token = ZoneHost.AdminToken }, Token);
            added.EnsureSuccessStatusCode();
            var id = (await added.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetString()!;
            var changes = new List<string> { "Online" };
            await SeeAsync(replicas, id, "Online");
            for (var round = 0; round < Rounds; round++)
            {
                // Whoever is older writes, since it followed the one that was killed before; now and then it is the other that dies.
                var dying = replicas[random.Next(4) == 0 ? 1 : 0];
                var killed = KillAfterAsync(dying, TimeSpan.FromMilliseconds(random.Next(1500)));
                for (var change = random.Next(3, 7); change > 0; change--)
                {
                    changes.Add(changes[^1] == "Online" ? "Incompatible" : "Online");
                    child.Tell = changes[^1] == "Online" ? info => info : Estranged;
                    await SeeAsync(replicas.Where(replica => replica != dying), id, changes[^1]);
                    await TrySeeAsync(dying, id);
                    await Task.Delay(random.Next(600), Token);
                }

                await killed;
                await dying.DisposeAsync();
                replicas.Remove(dying);
                await EventuallyWrittenAsync(shared.Path, changes, $"seed {seed}, round {round}");
                replicas.Add(await RealZone.StartReplicaAsync("twin", shared.Path, Path.Combine(logs.Path, $"{round + 2}"), Token));
                await SeeAsync(replicas, id, changes[^1]);
            }

            await EventuallyWrittenAsync(shared.Path, changes, $"seed {seed}, end");
        }
        finally
        {
            foreach (var replica in replicas)
            {
                await replica.DisposeAsync();
            }
        }
    }

    private static JsonObject Estranged(JsonObject info)
    {
        info["protocol"] = JsonNode.Parse("""{"min":98,"max":99}""");
        return info;
    }

    private static async Task KillAfterAsync(RealZone zone, TimeSpan delay)
    {
        await Task.Delay(delay, Token);
        await zone.KillAsync();
    }

    /// <summary>Has replicas ask the child until they know how it is.</summary>
    private static Task SeeAsync(IEnumerable<RealZone> replicas, string id, string health) => Task.WhenAll(replicas.Select(replica => Eventually.IsTrueAsync(async () =>
    {
        using var tried = await replica.Client.PostAsync($"/api/v1/zones/{id}/test", null, Token);
        var told = await replica.Client.GetFromJsonAsync<JsonElement>($"/api/v1/zones/{id}", Token);
        return told.GetProperty("state").GetString() == health;
    })));

    private static async Task TrySeeAsync(RealZone dying, string id)
    {
        try
        {
            using var tried = await dying.Client.PostAsync($"/api/v1/zones/{id}/test", null, Token);
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException)
        {
            return; // it is dead
        }
    }

    private static async Task EventuallyWrittenAsync(string database, List<string> changes, string when)
    {
        var wanted = string.Join(',', changes);
        var written = "";
        try
        {
            await Eventually.IsTrueAsync(() => (written = Written(database)) == wanted);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{when}: written {written}, seen {wanted}");
        }
    }

    private static string Written(string database) =>
        (string?)ZoneSql.Scalar(database, "SELECT group_concat(Health) FROM (SELECT Health FROM ChildEvents ORDER BY At)") is { } all ? all : "";
}
