using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Core.Quotas;
using NovaZones.Core.Replicas;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Replicas;

/// <summary>Two whole zones on one database, as one zone with two replicas; each test has a resource class and hosts of its own.</summary>
public class TwoReplicasTests(TwoReplicasTests.Pair pair) : IClassFixture<TwoReplicasTests.Pair>
{
    private static readonly string[] Settings = ["Database:Replicas=true", "Database:ReplicaLeaseTime=00:00:02", "Zone:Name=twin"];

    [Fact]
    public async Task Start_TwoAtOnceOnAnEmptyDatabase_AreOneZone()
    {
        var ids = await Task.WhenAll(pair.A.GetAsync("/api/v1/zone"), pair.B.GetAsync("/api/v1/zone"));

        Assert.Equal(ids[0].GetProperty("id").GetString(), ids[1].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Place_TwentyOverBothForTheLastSlot_OneGetsIt()
    {
        for (var round = 0; round < 4; round++)
        {
            await pair.A.ReportHostAsync($"last{round}", """{"inventories":{"CUSTOM_LAST":1}}""");

            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? pair.A : pair.B).PlaceAsync("""{"resources":{"CUSTOM_LAST":1}}""")));

            Assert.Equal(1, answers.Count(a => a.Status == HttpStatusCode.Created));
            Assert.Equal(19, answers.Count(a => a.Status == HttpStatusCode.Conflict));
            Assert.Equal(1, await pair.B.UsedAsync($"last{round}", "CUSTOM_LAST"));
        }
    }

    [Fact]
    public async Task Place_SameKeyAtBothAtOnce_OneEffectAndOneAnswer()
    {
        await pair.A.ReportHostAsync("key1", """{"inventories":{"CUSTOM_KEY":64}}""");
        for (var round = 1; round <= 8; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? pair.A : pair.B).PlaceAsync("""{"resources":{"CUSTOM_KEY":1}}""", $"key-{round}")));

            Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.Status));
            Assert.Single(answers.Select(a => a.Body.GetRawText()).Distinct(StringComparer.Ordinal));
        }

        await pair.FollowAsync();
        Assert.Equal(8, await pair.A.UsedAsync("key1", "CUSTOM_KEY"));
        Assert.Equal(8, await pair.B.UsedAsync("key1", "CUSTOM_KEY"));
    }

    [Fact]
    public async Task Release_AtTheOther_WhatWasJustPlaced_GivesItBackAndMakesRoomHereAtOnce()
    {
        await pair.A.ReportHostAsync("back1", """{"inventories":{"CUSTOM_BACK":1}}""");
        for (var round = 0; round < 5; round++)
        {
            var (status, placed) = await pair.A.PlaceAsync("""{"resources":{"CUSTOM_BACK":1}}""");
            Assert.Equal(HttpStatusCode.Created, status);
            var address = round % 2 == 0
                ? $"/api/v1/placements/{placed.GetProperty("reservationId").GetString()}"
                : $"/api/v1/instances/{placed.GetProperty("instances")[0].GetProperty("id").GetString()}";

            using var released = await pair.B.Client.DeleteAsync(address, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.NoContent, released.StatusCode);
        }

        Assert.Equal(HttpStatusCode.Created, (await pair.A.PlaceAsync("""{"resources":{"CUSTOM_BACK":1}}""")).Status);
    }

    [Fact]
    public async Task Place_PlanOfADryRunAtBothAtOnce_IsUsedOnce()
    {
        await pair.A.ReportHostAsync("plan1", """{"inventories":{"CUSTOM_PLAN":64}}""");
        var (_, dry) = await pair.A.PlaceAsync("""{"resources":{"CUSTOM_PLAN":1},"dryRun":true}""");
        var body = JsonSerializer.Serialize(new { plan = dry.GetProperty("plan").GetString() });

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? pair.A : pair.B).PlaceAsync(body)));

        Assert.Equal(1, answers.Count(a => a.Status == HttpStatusCode.Created));
        await pair.FollowAsync();
        Assert.Equal(1, await pair.B.UsedAsync("plan1", "CUSTOM_PLAN"));
    }

    [Fact]
    public async Task Change_PolicyRulesQuotaAndSwitchAtOne_HoldAtTheOther()
    {
        await pair.A.ReportHostAsync("rules1", """{"inventories":{"CUSTOM_RULES":8},"aggregates":["gold"]}""");

        await SendAsync(pair.A, HttpMethod.Put, "/api/v1/quotas/t1", """{"limits":{"CUSTOM_RULES":2}}""");
        await SendAsync(pair.A, HttpMethod.Put, "/api/v1/aggregates/gold", """{"tenants":["t1"]}""");
        var (status, _) = await pair.B.PlaceAsync("""{"tenant":"t1","count":3,"resources":{"CUSTOM_RULES":1}}""");

        // A quota holds at once, whatever was followed by then; rules are followed within the poll interval.
        Assert.Equal(HttpStatusCode.Conflict, status);
        await Eventually.IsTrueAsync(async () => (await pair.B.PlaceAsync("""{"tenant":"t2","resources":{"CUSTOM_RULES":1},"dryRun":true}""")).Status == HttpStatusCode.Conflict);
        await SendAsync(pair.A, HttpMethod.Put, "/api/v1/policies/packing", """{"weights":{"best-fit":0.5}}""");
        await Eventually.IsTrueAsync(async () => (await pair.B.GetAsync("/api/v1/policies/packing")).GetProperty("version").GetInt32() == 2);
        await SendAsync(pair.A, HttpMethod.Post, "/api/v1/hosts/rules1/disable", """{"reason":"maintenance"}""");
        Assert.Equal(HttpStatusCode.Conflict, (await pair.B.PlaceAsync("""{"tenant":"t1","resources":{"CUSTOM_RULES":1}}""")).Status);
    }

    [Fact]
    public async Task Revoke_TokenAtOne_IsRefusedByTheOtherWithoutWaitingForItsCache()
    {
        using var made = await pair.A.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", """{"name":"t","scopes":["read"]}""");
        var token = JsonDocument.Parse(await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        using var client = pair.B.CreateClient(token.GetProperty("token").GetString());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client));

        using var revoked = await pair.A.Client.DeleteAsync($"/api/v1/tokens/{token.GetProperty("id").GetString()}", TestContext.Current.CancellationToken);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await Eventually.IsTrueAsync(async () => await StatusAsync(client) == HttpStatusCode.Unauthorized && !patience.IsCancellationRequested);
    }

    [Fact]
    public async Task Heartbeat_AtOne_IsHeardByTheOther()
    {
        await pair.A.ReportHostAsync("beat1", """{"inventories":{"CUSTOM_BEAT":1}}""");
        await pair.FollowAsync();
        var before = HostOf(pair.B).Heartbeat.LastReportAt;

        await SendAsync(pair.A, HttpMethod.Post, "/api/v1/hosts/beat1/heartbeat", "");
        await pair.A.Services.GetRequiredService<HeartbeatBuffer>().FlushAsync(TestContext.Current.CancellationToken);

        await Eventually.IsTrueAsync(() => HostOf(pair.B).Heartbeat.LastReportAt > before);
        Assert.Equal(HostOf(pair.A).Heartbeat.LastReportAt, HostOf(pair.B).Heartbeat.LastReportAt);

        static Host HostOf(ZoneHost zone) => zone.Services.GetRequiredService<FleetView>().Current.Find("beat1")!;
    }

    [Fact]
    public async Task Background_OneReplicaHoldsItAndTheOtherWhenThatStops()
    {
        await using var own = await Pair.StartAsync();
        Assert.Single(own.Both, Holds);
        var second = own.Both.Single(z => !Holds(z));

        await own.StopAsync(own.Both.Single(Holds));

        await Eventually.IsTrueAsync(() => Holds(second));

        static bool Holds(ZoneHost zone) => zone.Services.GetRequiredService<LeaseKeeper>().HoldsBackground;
    }

    [Fact]
    public async Task Wait_ForCapacity_AtOneAndMadeRoomForAtTheOther_IsPlacedOnce()
    {
        await pair.A.ReportHostAsync("wait1", """{"inventories":{"CUSTOM_WAIT":1}}""");
        foreach (var (asks, makesRoom) in new[] { (pair.A, pair.B), (pair.B, pair.A) })
        {
            var (_, first) = await makesRoom.PlaceAsync("""{"resources":{"CUSTOM_WAIT":1}}""");
            var (status, waiting) = await asks.PlaceAsync("""{"resources":{"CUSTOM_WAIT":1},"waitForCapacity":true}""");
            Assert.Equal(HttpStatusCode.Accepted, status);
            var id = waiting.GetProperty("reservationId").GetString();

            using var released = await makesRoom.Client.DeleteAsync($"/api/v1/placements/{first.GetProperty("reservationId").GetString()}", TestContext.Current.CancellationToken);
            await Eventually.IsTrueAsync(async () => (await makesRoom.GetAsync($"/api/v1/placements/{id}")).GetProperty("state").GetString() == "Placed");

            await pair.FollowAsync();
            Assert.Equal(1, await asks.UsedAsync("wait1", "CUSTOM_WAIT"));
            using var again = await makesRoom.Client.DeleteAsync($"/api/v1/placements/{id}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
        }
    }

    [Fact]
    public async Task Cancel_AtTheOtherWhatWaitsHere_EndsIt()
    {
        var (status, waiting) = await pair.A.PlaceAsync("""{"resources":{"CUSTOM_NOWHERE":1},"waitForCapacity":true}""");
        Assert.Equal(HttpStatusCode.Accepted, status);
        var id = waiting.GetProperty("reservationId").GetString();

        using var cancelled = await pair.B.Client.DeleteAsync($"/api/v1/placements/{id}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
        Assert.Equal("Cancelled", (await pair.A.GetAsync($"/api/v1/placements/{id}")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Lease_LentByBothWhileBothAndTheChildPlace_HoldsTheLimitOverTheTree()
    {
        const string One = """{"resources":{"VCPU":1},"tenant":"shop"}""";
        await using var own = await Pair.StartAsync();
        await using var child = await ZoneHost.StartAsync("Zone:Name=emea");
        await child.ReportHostAsync("e1", """{"inventories":{"VCPU":100}}""");
        await own.A.ReportHostAsync("p1", """{"inventories":{"VCPU":100}}""");
        var id = await own.A.AddChildAsync("emea", child);
        await Eventually.IsTrueAsync(() => own.B.Services.GetRequiredService<ChildZoneRegistry>().Find("emea") is not null);
        await SendAsync(own.B, HttpMethod.Post, $"/api/v1/zones/{id}/test", "");
        await SendAsync(own.A, HttpMethod.Put, "/api/v1/quotas/shop", """{"limits":{"VCPU":10},"leasePercent":50}""");
        await SendAsync(child, HttpMethod.Put, "/api/v1/quotas/shop", """{"governedByParent":true}""");

        // Also the replica whose turn it is not lends, as one that does not know yet that its turn is over.
        var lending = own.Both.Select(async zone =>
        {
            for (var i = 0; i < 4; i++)
            {
                await zone.Services.GetRequiredService<LeaseService>().RenewAsync(TestContext.Current.CancellationToken);
            }
        });
        var placing = own.Both.Append(child).Select(async zone =>
        {
            for (var i = 0; i < 10; i++)
            {
                await zone.PlaceAsync(One);
            }
        });
        await Task.WhenAll([.. lending, .. placing]);

        Assert.InRange(await own.A.UsedAsync("p1", "VCPU") + await child.UsedAsync("e1", "VCPU"), 1, 10);

        // The child may have asked for its last place before the first loan reached it: with the loan there, it places.
        await own.A.Services.GetRequiredService<LeaseService>().RenewAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 10; i++)
        {
            await child.PlaceAsync(One);
        }

        Assert.InRange(await own.A.UsedAsync("p1", "VCPU") + await child.UsedAsync("e1", "VCPU"), 6, 10);
    }

    [Fact]
    public async Task Check_WhileBothPlace_FindsNoDifference()
    {
        await pair.A.ReportHostAsync("check1", """{"inventories":{"CUSTOM_CHECK":200}}""");
        await pair.FollowAsync();
        var load = pair.Both.Select(async zone =>
        {
            for (var i = 0; i < 20; i++)
            {
                var (status, answer) = await zone.PlaceAsync("""{"resources":{"CUSTOM_CHECK":1}}""");
                Assert.True(status == HttpStatusCode.Created, answer.GetRawText());
            }
        }).ToList();

        foreach (var zone in pair.Both)
        {
            using var answer = await zone.Client.PostAsync("/api/v1/zone/ledger-check", null, TestContext.Current.CancellationToken);
            var result = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
            Assert.True(result.GetProperty("consistent").GetBoolean(), result.GetRawText());
        }

        await Task.WhenAll(load);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/api/v1/hosts", TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task SendAsync(ZoneHost zone, HttpMethod method, string address, string json)
    {
        using var response = await zone.SendJsonAsync(method, address, json);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The two, on a database of their own.</summary>
    public sealed class Pair : IAsyncLifetime
    {
        private readonly TemporaryDirectory _directory = new();
        private readonly HashSet<ZoneHost> _running = [];

        public ZoneHost A { get; private set; } = null!;

        public ZoneHost B { get; private set; } = null!;

        public IEnumerable<ZoneHost> Both => [A, B];

        public static async Task<Pair> StartAsync()
        {
            var pair = new Pair();
            await pair.InitializeAsync();
            return pair;
        }

        public async ValueTask InitializeAsync()
        {
            var zones = await Task.WhenAll(ZoneHost.StartInAsync(_directory.Path, Settings), ZoneHost.StartInAsync(_directory.Path, Settings));
            (A, B) = (zones[0], zones[1]);
            _running.UnionWith(zones);
        }

        /// <summary>Lets both hold in memory what either stored.</summary>
        public async Task FollowAsync()
        {
            foreach (var zone in Both)
            {
                await zone.Services.GetRequiredService<FleetLedger>().FollowAsync(TestContext.Current.CancellationToken);
            }
        }

        public async Task StopAsync(ZoneHost zone)
        {
            _running.Remove(zone);
            await zone.DisposeAsync();
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var zone in _running)
            {
                await zone.DisposeAsync();
            }

            await LiveSqlServer.DropAsync(_directory.Path);
            _directory.Dispose();
        }
    }
}

/// <summary>The same on a live SQL Server.</summary>
public sealed class TwoReplicasTestsOnSqlServer : TwoReplicasTests
{
    public TwoReplicasTestsOnSqlServer(Pair pair)
        : base(pair) => LiveSqlServer.Skip();
}
