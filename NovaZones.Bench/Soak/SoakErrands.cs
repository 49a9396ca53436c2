using System.Globalization;
using NovaZones.Bench.Drill;

namespace NovaZones.Bench.Soak;

/// <summary>What operators, agents and scripts do beside placing at the root.</summary>
internal sealed class SoakErrands(IReadOnlyList<SoakClient> clients, SoakDebts debts, int hostsPerZone)
{
    private const string Small = """{"resources":{"VCPU":2},"deadlineMs":5000}""";
    private static readonly string[] _pages =
    [
        "api/v1/hosts?limit=10", "api/v1/placements?limit=20", "api/v1/zones", "api/v1/policies", "api/v1/zone", "api/v1/zone/tree", "api/v1/quotas", "api/v1/aggregates",
        "api/v1/audit?limit=20", "api/v1/placements?limit=20&state=Placed", "api/v1/drift", "api/v1/zone/ledger-check", "export/hosts.csv", "metrics",
    ];

    private static readonly SoakErrand[] _kinds =
    [
        (errands, random, _) => errands.ReportAsync(random),
        (errands, random, _) => errands.BeatAsync(random),
        (errands, random, _) => errands.BeatAsync(random),
        (errands, random, key) => errands.PlaceDirectlyAsync(random, key),
        (errands, random, _) => errands.AskAsync("api/v1/placements", """{"resources":{"VCPU":2},"count":2,"dryRun":true,"deadlineMs":5000}""", random, 200, 409, 422),
        (errands, random, _) => errands.AskAsync("api/v1/capacity", Small, random),
        (errands, random, _) => errands.AskWhatIfAsync(random),
        (errands, random, _) => errands.PageAsync(random),
        (errands, random, _) => errands.PageAsync(random),
        (errands, random, _) => errands.WalkAsync(random),
        (errands, random, _) => errands.ExplainAsync(random),
        (errands, random, key) => errands.WaitForCapacityAsync(random, key),
        (errands, random, key) => errands.GoAwayAsync(random, key),
        (errands, random, _) => SoakNuisance.BreakOffAsync(errands.Any(random).Zone.Url, random),
        (errands, random, _) => SoakNuisance.SendMalformedAsync(errands.Any(random), random),
        (errands, random, _) => SoakNuisance.SendOversizedAsync(errands.Any(random)),
        (errands, random, _) => errands.SavePolicyAsync(random),
        (errands, random, _) => errands.WatchAsync(random),
    ];

    private delegate Task SoakErrand(SoakErrands errands, Random random, string key);

    /// <summary>Does one errand. The seed and the number alone say which.</summary>
    public Task RunAsync(int seed, int number)
    {
        var random = new Random(HashCode.Combine(seed, number));
        return _kinds[random.Next(_kinds.Length)](this, random, string.Create(CultureInfo.InvariantCulture, $"soak-{seed}-{number}"));
    }

    private SoakClient Any(Random random) => clients[random.Next(clients.Count)];

    private SoakClient AnyWithHosts(Random random) => clients.Where(c => c.Zone.HasHosts).ElementAt(random.Next(clients.Count(c => c.Zone.HasHosts)));

    private async Task ReportAsync(Random random)
    {
        var zone = AnyWithHosts(random);
        var line = DrillZones.LineOf(zone.Zone, random.Next(hostsPerZone));
        await zone.SendAsync(HttpMethod.Put, $"api/v1/hosts/{line.Name}", $$"""{"inventories":{"VCPU":{{line.Inventories["VCPU"].Total}} } }""", CancellationToken.None);
    }

    private async Task BeatAsync(Random random)
    {
        var zone = AnyWithHosts(random);
        await zone.SendAsync(HttpMethod.Post, $"api/v1/hosts/{DrillZones.LineOf(zone.Zone, random.Next(hostsPerZone)).Name}/heartbeat", null, CancellationToken.None);
    }

    private Task PlaceDirectlyAsync(Random random, string key) => debts.PlaceAndReleaseAsync(AnyWithHosts(random), Small, key, CancellationToken.None);

    private async Task AskAsync(string route, string json, Random random, params int[] expected) =>
        await Any(random).SendAsync(HttpMethod.Post, route, json, CancellationToken.None, expected);

    private async Task AskWhatIfAsync(Random random)
    {
        var zone = AnyWithHosts(random);
        await zone.SendAsync(HttpMethod.Post, "api/v1/what-if", $$"""{"removeHosts":["{{DrillZones.LineOf(zone.Zone, random.Next(hostsPerZone)).Name}}"]}""", CancellationToken.None);
    }

    private async Task PageAsync(Random random) =>
        await Any(random).SendAsync(HttpMethod.Get, _pages[random.Next(_pages.Length)], null, CancellationToken.None, 200, 404);

    private async Task WalkAsync(Random random)
    {
        var zone = Any(random);
        var list = random.Next(2) == 0 ? "hosts" : "placements";
        string? cursor = null;
        for (var page = 0; page < 5; page++)
        {
            var answer = await zone.SendAsync(HttpMethod.Get, $"api/v1/{list}?limit=7{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", null, CancellationToken.None);
            if (answer?.Status != 200 || (cursor = answer.Field("nextCursor")) is null or "")
            {
                return;
            }
        }
    }

    private async Task ExplainAsync(Random random)
    {
        var zone = Any(random);
        var list = await zone.SendAsync(HttpMethod.Get, "api/v1/placements?limit=5", null, CancellationToken.None);
        if (list?.Status == 200 && SoakDebts.IdsOf(list.Body) is { Count: > 0 } ids)
        {
            await zone.SendAsync(HttpMethod.Get, $"api/v1/placements/{ids[random.Next(ids.Count)]}/explanation", null, CancellationToken.None, 200, 404);
        }
    }

    // More than any host has while others run: it waits, is looked at, and is given up.
    private Task WaitForCapacityAsync(Random random, string key) =>
        debts.PlaceAndReleaseAsync(Any(random), """{"resources":{"VCPU":32},"waitForCapacity":true,"deadlineMs":5000}""", key, CancellationToken.None);

    private async Task GoAwayAsync(Random random, string key)
    {
        using var away = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(1, 60)));
        await debts.PlaceAndReleaseAsync(Any(random), Small, key, away.Token);
    }

    private async Task SavePolicyAsync(Random random)
    {
        // Written seldom and removed sometimes, as people do.
        if (random.Next(4) == 0)
        {
            var zone = Any(random);
            await (random.Next(4) == 0
                ? zone.SendAsync(HttpMethod.Delete, "api/v1/policies/soak", null, CancellationToken.None, 204, 404, 409)
                : zone.SendAsync(HttpMethod.Put, "api/v1/policies/soak", string.Create(CultureInfo.InvariantCulture, $$"""{"weights":{"ram":{{random.Next(1, 9)}} },"comment":"soak"}"""), CancellationToken.None, 200, 201, 409));
        }
    }

    private async Task WatchAsync(Random random)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(100, 3_000)));
        await Any(random).ListenAsync("api/v1/events", stop.Token);
    }
}
