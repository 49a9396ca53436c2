using System.Net;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>A spread is held over a parent's hosts and a child's together: real HTTP, real sealing, two databases.</summary>
public sealed class SpreadOverZonesTests : IAsyncLifetime
{
    private ZoneHost _root = null!;
    private ZoneHost _child = null!;

    public async ValueTask InitializeAsync()
    {
        _root = await ZoneHost.StartAsync("Zone:Name=root");
        _child = await ZoneHost.StartAsync("Zone:Name=paris");

        // Rack a lies in both zones, b in the root alone, c in the child alone.
        await _root.ReportHostAsync("r-a", Host("a", 16));
        await _root.ReportHostAsync("r-b", Host("b", 16));
        await _child.ReportHostAsync("p-a", Host("a", 32));
        await _child.ReportHostAsync("p-c", Host("c", 4));
        await _root.AddChildAsync("emea", _child);
    }

    public async ValueTask DisposeAsync()
    {
        await _root.DisposeAsync();
        await _child.DisposeAsync();
    }

    [Fact]
    public async Task Place_RequestAfterRequest_IsHeldOverBothZones()
    {
        var (first, answer) = await _root.PlaceAsync(Body(6));
        var six = await RacksAsync();
        var (second, _) = await _root.PlaceAsync(Body(1));
        var seven = await RacksAsync();
        var (third, more) = await _root.PlaceAsync(Body(9, minCount: 1));

        Assert.Equal((HttpStatusCode.Created, (2, 2, 2)), (first, six));
        Assert.Contains("emea", answer.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("zone").GetString()));
        Assert.Equal(HttpStatusCode.Created, second);
        Assert.Equal(1, Spread(seven));

        // Rack c holds four in all: then no other may go beyond five.
        Assert.Equal((HttpStatusCode.Created, 7), (third, more.GetProperty("placed").GetInt32()));
        Assert.Equal((5, 5, 4), await RacksAsync());
    }

    [Fact]
    public async Task Place_MoreThanTheFullRackAllows_TakesNothingAnywhere()
    {
        var (status, refusal) = await _root.PlaceAsync(Body(15));

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal((0, 0, 0), await RacksAsync());
        Assert.Contains("14", refusal.GetProperty("changes").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Place_ManyAtOnce_NeverLeans()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _root.PlaceAsync(Body(1, deadlineMs: 30_000))));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.Status));
        Assert.Equal((4, 4, 4), await RacksAsync());
    }

    [Fact]
    public async Task Place_TwoRootsOverOneZoneAtOnce_NeverLeans()
    {
        await using var other = await ZoneHost.StartAsync("Zone:Name=other");
        await using var third = await ZoneHost.StartAsync("Zone:Name=third");
        await other.AddChildAsync("emea", _child);
        await third.AddChildAsync("emea", _child);
        var roots = new[] { other, third };

        // The child refuses whichever claim comes second of two that saw the same members; its root looks again.
        for (var round = 0; round < 4; round++)
        {
            var answers = await Task.WhenAll(roots.Select(r => r.PlaceAsync(Body(1, deadlineMs: 30_000))));
            var racks = await RacksAsync();

            Assert.Equal(answers.Count(a => a.Status == HttpStatusCode.Created), Sum(racks));
            Assert.InRange(Math.Abs(racks.A - racks.C), 0, 1);
            Assert.InRange(Sum(racks), 1, 2);
            foreach (var (root, (_, body)) in roots.Zip(answers).Where(a => a.Second.Status == HttpStatusCode.Created))
            {
                using var released = await root.Client.DeleteAsync($"/api/v1/placements/{body.GetProperty("reservationId").GetString()}", TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.NoContent, released.StatusCode);
            }
        }
    }

    [Fact]
    public async Task Place_ReleasedMembers_CountNoMore()
    {
        var (_, answer) = await _root.PlaceAsync(Body(6));
        using var released = await _root.Client.DeleteAsync($"/api/v1/placements/{answer.GetProperty("reservationId").GetString()}", TestContext.Current.CancellationToken);

        var (status, _) = await _root.PlaceAsync(Body(3));

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.Created), (released.StatusCode, status));
        Assert.Equal((1, 1, 1), await RacksAsync());
    }

    [Fact]
    public async Task Commit_DryRunOverBothZones_TakesThePlan()
    {
        var (planned, dry) = await _root.PlaceAsync(Body(6, dryRun: true));
        var before = await RacksAsync();

        var (committed, _) = await _root.PlaceAsync($$"""{"plan":"{{dry.GetProperty("plan").GetString()}}"}""");

        Assert.Equal((HttpStatusCode.OK, (0, 0, 0)), (planned, before));
        Assert.Equal((HttpStatusCode.Created, (2, 2, 2)), (committed, await RacksAsync()));
    }

    [Fact]
    public async Task Commit_MembersCameMeanwhile_SaysSoAndTakesNothing()
    {
        var (_, dry) = await _root.PlaceAsync(Body(1, dryRun: true));
        await _root.PlaceAsync(Body(1));

        var (status, problem) = await _root.PlaceAsync($$"""{"plan":"{{dry.GetProperty("plan").GetString()}}"}""");

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("lean too far", problem.GetProperty("changed").ToString(), StringComparison.Ordinal);
        Assert.Equal(1, Sum(await RacksAsync()));
    }

    [Fact]
    public async Task Capacity_Spread_IsWhatCanBePlaced()
    {
        using var response = await _root.SendJsonAsync(HttpMethod.Post, "/api/v1/capacity", Body(1));
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

        var (status, _) = await _root.PlaceAsync(Body(14));

        Assert.Equal((14, HttpStatusCode.Created), (answer.GetProperty("total").GetInt32(), status));
        Assert.Equal(14, answer.GetProperty("zones").EnumerateArray().Sum(z => z.GetProperty("count").GetInt32()));
        Assert.Equal((5, 5, 4), await RacksAsync());
    }

    [Fact]
    public async Task Place_SpreadByWeight_CountsMembersOfBothZones()
    {
        const string Soft = """{"count":6,"resources":{"VCPU":1},"group":{"name":"w","policy":"soft-anti-affinity"},"weights":{"spread:rack":10,"ram":0,"cpu":0}}""";

        var (status, _) = await _root.PlaceAsync(Soft);

        Assert.Equal((HttpStatusCode.Created, (2, 2, 2)), (status, await RacksAsync()));
    }

    [Fact]
    public async Task Select_Lanes_TellNoValueOfTheCapability()
    {
        using var response = await _child.SendJsonAsync(
            HttpMethod.Post, "/api/v1/zone/select",
            """{"request":{"resources":{"VCPU":1},"group":{"name":"g","policy":"spread","capability":"rack"}},"count":1,"weights":{"ram":1},"path":[],"hopsLeft":3,"deadlineMs":2000,"lanes":true}""");
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var answer = JsonDocument.Parse(text).RootElement;

        Assert.Equal(2, answer.GetProperty("lanes").GetArrayLength());
        Assert.Equal(2, answer.GetProperty("domains")[0].GetArrayLength());
        Assert.DoesNotContain("p-a", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"a\"", text, StringComparison.Ordinal);
    }

    private static string Host(string rack, int vcpu) => $$$"""{"inventories":{"VCPU":{"total":{{{vcpu}}},"allocationRatio":1.0},"MEMORY_MB":65536},"capabilities":{"rack":"{{{rack}}}"}}""";

    private static string Body(int count, int? minCount = null, bool dryRun = false, int deadlineMs = 10_000) =>
        $$$"""{"count":{{{count}}},"minCount":{{{minCount ?? count}}},"dryRun":{{{(dryRun ? "true" : "false")}}},"deadlineMs":{{{deadlineMs}}},"resources":{"VCPU":1},"group":{"name":"g","policy":"spread","capability":"rack"}}""";

    private static int Spread((int A, int B, int C) racks) => Math.Max(racks.A, Math.Max(racks.B, racks.C)) - Math.Min(racks.A, Math.Min(racks.B, racks.C));

    private static int Sum((int A, int B, int C) racks) => racks.A + racks.B + racks.C;

    private async Task<(int A, int B, int C)> RacksAsync() => (
        (int)(await _root.UsedAsync("r-a", "VCPU") + await _child.UsedAsync("p-a", "VCPU")),
        (int)await _root.UsedAsync("r-b", "VCPU"),
        (int)await _child.UsedAsync("p-c", "VCPU"));
}
