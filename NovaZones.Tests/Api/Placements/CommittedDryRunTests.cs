using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Placements;

/// <summary>A dry run is committed as it was shown, or refused with what changed; in one zone and over two.</summary>
public class CommittedDryRunTests : IAsyncLifetime
{
    private ZoneHost _root = null!;
    private ZoneHost _child = null!;
    private string _childId = null!;

    public async ValueTask InitializeAsync()
    {
        _root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:PlanLifetime=00:00:30");
        _child = await ZoneHost.StartAsync("Zone:Name=paris");
        await _root.ReportHostAsync("r1", """{"inventories":{"VCPU":8,"MEMORY_MB":8192}}""");
        await _root.ReportHostAsync("r2", """{"inventories":{"VCPU":8,"MEMORY_MB":4096}}""");
        await _child.ReportHostAsync("p1", """{"inventories":{"VCPU":8,"MEMORY_MB":2048}}""");
        _childId = await _root.AddChildAsync("emea", _child);
    }

    public async ValueTask DisposeAsync()
    {
        await _root.DisposeAsync();
        await _child.DisposeAsync();
    }

    [Fact]
    public async Task Commit_NothingChanged_PlacesExactlyWhatWasShown()
    {
        var (_, dry) = await DryAsync("""{"count":9,"resources":{"VCPU":2},"weights":{"random":1},"dryRun":true}""");
        var used = await UsedAsync();

        var (status, answer) = await CommitAsync(dry);

        Assert.Equal((0, 0, 0), used);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(Places(dry), Places(answer));
        Assert.Equal(9, answer.GetProperty("placed").GetInt32());
        var (r1, r2, p1) = await UsedAsync();
        Assert.Equal(18, r1 + r2 + p1);
        Assert.NotEqual(0, p1);
        var explanation = await _root.GetAsync(answer.GetProperty("explanation").GetString()!);
        Assert.Equal(2, explanation.GetProperty("local").GetProperty("considered").GetInt32());
        Assert.StartsWith("Placed 9 of 9", explanation.GetProperty("summary").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commit_TwiceAndAtOnce_PlacesOnce()
    {
        var (_, dry) = await DryAsync("""{"resources":{"VCPU":2},"dryRun":true}""");

        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => CommitAsync(dry)));

        Assert.Single(all, a => a.Status == HttpStatusCode.Created);
        Assert.All(all.Where(a => a.Status != HttpStatusCode.Created), a => AssertProblem("plan-refused", a));
        var (r1, r2, p1) = await UsedAsync();
        Assert.Equal(2, r1 + r2 + p1);
    }

    [Fact]
    public async Task Commit_SameKey_GivesTheSameAnswerAndAnotherPlanIsRefused()
    {
        var (_, dry) = await DryAsync("""{"resources":{"VCPU":2},"dryRun":true}""");
        var (_, other) = await DryAsync("""{"resources":{"VCPU":2},"dryRun":true}""");

        var (_, first) = await CommitAsync(dry, "k1");
        var (status, again) = await CommitAsync(dry, "k1");
        var (reused, _) = await CommitAsync(other, "k1");
        var (mixed, _) = await _root.PlaceAsync("""{"resources":{"VCPU":2},"dryRun":true}""", "k1");

        Assert.Equal((HttpStatusCode.Created, first.GetRawText()), (status, again.GetRawText()));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (reused, mixed));
    }

    [Fact]
    public async Task Commit_KeyOfAnotherBody_SaysSoBeforeLookingAtThePlan()
    {
        await _root.PlaceAsync("""{"resources":{"VCPU":1}}""", "k9");

        var (unreadable, _) = await _root.PlaceAsync("""{"plan":"x"}""", "k9");
        var (dry, _) = await _root.PlaceAsync("""{"resources":{"VCPU":1},"dryRun":true}""", "k9");
        var fresh = await _root.PlaceAsync("""{"plan":"x"}""", "k10");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (unreadable, dry));
        AssertProblem("plan-refused", fresh);
    }

    [Theory]
    [InlineData(2, HttpStatusCode.OK, "Would place 2 of 2; 3 hosts were considered.")]
    [InlineData(9, HttpStatusCode.Conflict, "No valid host for 9 of 9: 3 hosts were considered; main reason: room for 3 of 9 (at least 9 were asked for). One more is stopped by: resources.not-enough-free (VCPU) on 3 hosts.")]
    public async Task Dry_AnyEnd_CarriesTheWholeExplanation(int count, HttpStatusCode expected, string summary)
    {
        var (status, answer) = await _root.PlaceAsync($$"""{"count":{{count}},"resources":{"VCPU":8},"dryRun":true}""");

        Assert.Equal(expected, status);
        var explained = answer.GetProperty("explained");
        Assert.Equal(summary, explained.GetProperty("summary").GetString());
        var local = explained.GetProperty("local");
        Assert.Equal((2, 2), (local.GetProperty("considered").GetInt32(), local.GetProperty("passed").GetInt32()));
        Assert.All(local.GetProperty("filters").EnumerateArray(), f => Assert.True(f.TryGetProperty("dropped", out _) && f.TryGetProperty("wouldDrop", out _)));
        Assert.NotEmpty(local.GetProperty("leading")[0].GetProperty("weighers").EnumerateArray());
        Assert.Equal(1, explained.GetProperty("children")[0].GetProperty("local").GetProperty("considered").GetInt32());
        Assert.False(answer.TryGetProperty("explanation", out var address) && address.ValueKind != JsonValueKind.Null);
    }

    [Fact]
    public async Task Place_NotDry_CarriesTheAddressAlone()
    {
        var (_, answer) = await _root.PlaceAsync("""{"resources":{"VCPU":1}}""");

        Assert.False(answer.TryGetProperty("explained", out _));
    }

    [Fact]
    public async Task Commit_HostFilledMeanwhile_SaysWhatChangedAndTakesNothing()
    {
        var (_, dry) = await DryAsync("""{"count":3,"resources":{"VCPU":8},"dryRun":true}""");
        await _root.PlaceAsync("""{"resources":{"VCPU":1},"hints":{"forceHosts":["r1"]}}""");

        var answer = await CommitAsync(dry, "k2");
        var again = await CommitAsync(dry, "k2");

        AssertProblem("plan-changed", answer);
        AssertProblem("plan-changed", again);
        var sentence = Assert.Single(answer.Body.GetProperty("changed").EnumerateArray()).GetString();
        Assert.Equal("host r1 is rejected by Resources now: resources.not-enough-free; VCPU wanted 8, is 7 free of 8", sentence);
        Assert.Equal((1, 0, 0), await UsedAsync());
        var reservation = await _root.GetAsync($"/api/v1/placements/{answer.Body.GetProperty("reservationId").GetString()}");
        Assert.Equal("Refused", reservation.GetProperty("state").GetString());
        var explanation = await _root.GetAsync(answer.Body.GetProperty("explanation").GetString()!);
        Assert.Contains(sentence, explanation.GetProperty("conflicts").EnumerateArray().Select(c => c.GetString()));
    }

    [Fact]
    public async Task Commit_ChildFilledMeanwhile_GivesBackWhatOthersTook()
    {
        var (_, dry) = await DryAsync("""{"count":3,"resources":{"VCPU":8},"dryRun":true}""");
        await _child.PlaceAsync("""{"resources":{"VCPU":1}}""");

        var answer = await CommitAsync(dry);

        AssertProblem("plan-changed", answer);
        Assert.Contains("emea: a planned host is rejected by Resources now", answer.Body.GetProperty("changed")[0].GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("p1", answer.Body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal((0, 0, 1), await UsedAsync());
    }

    [Theory]
    [InlineData("disable", "is rejected by HostState now")]
    [InlineData("delete", "is gone")]
    public async Task Commit_OperatorTookTheHostAway_SaysSo(string act, string sentence)
    {
        var (_, dry) = await DryAsync("""{"resources":{"VCPU":8},"hints":{"forceHosts":["r2"]},"dryRun":true}""");
        using var done = act == "delete"
            ? await _root.Client.DeleteAsync("/api/v1/hosts/r2", TestContext.Current.CancellationToken)
            : await _root.SendJsonAsync(HttpMethod.Post, "/api/v1/hosts/r2/disable", """{"reason":"repair"}""");
        Assert.True(done.IsSuccessStatusCode);

        var answer = await CommitAsync(dry);

        AssertProblem("plan-changed", answer);
        Assert.Contains(sentence, answer.Body.GetProperty("changed")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commit_HostUsedButRoomIsLeft_StillHolds()
    {
        var (_, dry) = await DryAsync("""{"count":2,"resources":{"VCPU":2},"hints":{"forceHosts":["r1"]},"dryRun":true}""");
        await _root.PlaceAsync("""{"resources":{"VCPU":4},"hints":{"forceHosts":["r1"]}}""");

        var (status, answer) = await CommitAsync(dry);

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(Places(dry), Places(answer));
        Assert.Equal((8, 0, 0), await UsedAsync());
    }

    [Fact]
    public async Task Commit_GroupGotAMemberOnTheHost_IsRefused()
    {
        const string Group = """{"name":"g","policy":"anti-affinity"}""";
        var (_, dry) = await DryAsync($$"""{"resources":{"VCPU":1},"group":{{Group}},"hints":{"forceHosts":["r1"]},"dryRun":true}""");
        await _root.PlaceAsync($$"""{"resources":{"VCPU":1},"group":{{Group}},"hints":{"forceHosts":["r1"]} }""");

        var answer = await CommitAsync(dry);

        AssertProblem("plan-changed", answer);
        Assert.Contains("server-group.enough-members-here", answer.Body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commit_ChildIsAway_GivesUpWithinTheDeadline()
    {
        var (_, dry) = await DryAsync("""{"resources":{"VCPU":1},"zones":{"only":["emea"]},"deadlineMs":2000,"dryRun":true}""");
        await _child.DisposeAsync();

        var answer = await CommitAsync(dry);

        AssertProblem("plan-changed", answer);
        Assert.Contains("emea", answer.Body.GetProperty("changed")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commit_ChildSwitchedOff_SaysSo()
    {
        var (_, dry) = await DryAsync("""{"resources":{"VCPU":1},"zones":{"only":["emea"]},"dryRun":true}""");
        using var off = await _root.SendJsonAsync(HttpMethod.Put, $"/api/v1/zones/{_childId}", $$"""{"name":"emea","apiUrl":"{{_child.Url}}","enabled":false}""");
        Assert.True(off.IsSuccessStatusCode, await off.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        var answer = await CommitAsync(dry);

        AssertProblem("plan-changed", answer);
        Assert.Equal("child zone emea was removed or switched off", answer.Body.GetProperty("changed")[0].GetString());
    }

    [Fact]
    public async Task Commit_SomebodyElsesOrAlteredOrAParentsPlan_IsRefused()
    {
        var (_, dry) = await DryAsync("""{"resources":{"VCPU":2},"dryRun":true}""");
        var text = dry.GetProperty("plan").GetString()!;
        using var made = await _root.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", """{"name":"other","scopes":["placements:write"]}""");
        using var other = _root.CreateClient((await made.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("token").GetString());
        using var body = new StringContent(JsonSerializer.Serialize(new { plan = text }), Encoding.UTF8, "application/json");

        using var foreign = await other.PostAsync("/api/v1/placements", body, TestContext.Current.CancellationToken);
        var altered = await _root.PlaceAsync(JsonSerializer.Serialize(new { plan = text[..^9] + (text[^9] == 'A' ? 'B' : 'A') + text[^8..] }));
        using var selected = await _root.SendJsonAsync(
            HttpMethod.Post, "/api/v1/zone/select", """{"request":{"resources":{"VCPU":1}},"count":1,"weights":{},"path":[],"hopsLeft":1,"deadlineMs":2000}""");
        var offer = (await selected.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("plan").GetString();
        var asDryRun = await _root.PlaceAsync(JsonSerializer.Serialize(new { plan = offer }));
        using var asOffer = await _root.SendJsonAsync(
            HttpMethod.Post,
            "/api/v1/zone/claim",
            JsonSerializer.Serialize(new { claimId = Guid.NewGuid(), plan = text, instanceIds = new[] { Guid.NewGuid() }, reservationId = "r-aaaaaaaaaaaa", deadlineMs = 2000 }));

        Assert.Equal(HttpStatusCode.Conflict, foreign.StatusCode);
        AssertProblem("plan-refused", altered);
        AssertProblem("plan-refused", asDryRun);
        Assert.Equal(HttpStatusCode.Conflict, asOffer.StatusCode);
        Assert.Equal((0, 0, 0), await UsedAsync());
    }

    [Fact]
    public async Task Commit_AfterItsTime_IsRefusedButARetryFindsItsAnswer()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=brief", "Federation:PlanLifetime=00:00:01");
        await zone.ReportHostAsync("b1", """{"inventories":{"VCPU":8}}""");
        var (_, dry) = await zone.PlaceAsync("""{"resources":{"VCPU":1},"dryRun":true}""");
        var (_, late) = await zone.PlaceAsync("""{"resources":{"VCPU":1},"dryRun":true}""");
        var (_, first) = await zone.PlaceAsync(JsonSerializer.Serialize(new { plan = dry.GetProperty("plan").GetString() }), "k");
        await Task.Delay(TimeSpan.FromSeconds(1.2), TestContext.Current.CancellationToken);

        var (status, again) = await zone.PlaceAsync(JsonSerializer.Serialize(new { plan = dry.GetProperty("plan").GetString() }), "k");
        var refused = await zone.PlaceAsync(JsonSerializer.Serialize(new { plan = late.GetProperty("plan").GetString() }));

        Assert.Equal((HttpStatusCode.Created, first.GetRawText()), (status, again.GetRawText()));
        AssertProblem("plan-refused", refused);
    }

    [Theory]
    [InlineData("""{"plan":"x","count":2}""", "count")]
    [InlineData("""{"plan":7}""", "plan")]
    [InlineData("""{"plan":""}""", "plan")]
    [InlineData("""{"plan":null}""", "plan")]
    public async Task Commit_WrongBody_NamesTheField(string body, string field)
    {
        var (status, problem) = await _root.PlaceAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("field").GetString());
    }

    [Fact]
    public async Task Place_DryRunThatDoesNotFit_PointsToNoRecord()
    {
        var (status, problem) = await DryAsync("""{"resources":{"VCPU":800},"dryRun":true}""");

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.False(problem.TryGetProperty("explanation", out _));
        Assert.NotEqual(0, problem.GetProperty("filters").GetArrayLength());
    }

    [Fact]
    public async Task Place_WithAlternates_NamesOtherHostsBestFirstWithoutTheChildsNames()
    {
        await _child.ReportHostAsync("p2", """{"inventories":{"VCPU":8,"MEMORY_MB":1024}}""");

        var (_, answer) = await _root.PlaceAsync("""{"resources":{"VCPU":1,"MEMORY_MB":1024},"weights":{"ram":1},"alternates":2}""");
        var (_, all) = await _root.PlaceAsync("""{"count":2,"resources":{"VCPU":1,"MEMORY_MB":512},"alternates":100}""");

        var instance = Assert.Single(answer.GetProperty("instances").EnumerateArray());
        Assert.Equal("r1", instance.GetProperty("host").GetString());
        Assert.Equal([("root", "r2"), ("emea", null)], instance.GetProperty("alternates").EnumerateArray().Select(a => (a.GetProperty("zone").GetString()!, a.GetProperty("host").GetString())));
        var scores = instance.GetProperty("alternates").EnumerateArray().Select(a => a.GetProperty("score").GetDouble()).ToList();
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.All(all.GetProperty("instances").EnumerateArray(), i => Assert.Equal(3, i.GetProperty("alternates").GetArrayLength()));
        Assert.DoesNotContain("p1", all.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Place_AlternatesOfAnAntiAffinityGroup_HoldNoMember()
    {
        var (_, answer) = await _root.PlaceAsync("""{"count":2,"resources":{"VCPU":1},"group":{"name":"g","policy":"anti-affinity"},"alternates":5}""");

        Assert.All(answer.GetProperty("instances").EnumerateArray(), i => Assert.Single(i.GetProperty("alternates").EnumerateArray()));
    }

    private static void AssertProblem(string type, (HttpStatusCode Status, JsonElement Body) answer)
    {
        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.EndsWith($"/problems/{type}", answer.Body.GetProperty("type").GetString(), StringComparison.Ordinal);
    }

    private static List<(string? Zone, string? Host, double Score)> Places(JsonElement answer) =>
        [.. answer.GetProperty("instances").EnumerateArray().Select(i => (i.GetProperty("zone").GetString(), i.GetProperty("host").GetString(), i.GetProperty("score").GetDouble())).Order()];

    private Task<(HttpStatusCode Status, JsonElement Body)> DryAsync(string body) => _root.PlaceAsync(body);

    private Task<(HttpStatusCode Status, JsonElement Body)> CommitAsync(JsonElement dry, string? key = null) =>
        _root.PlaceAsync(JsonSerializer.Serialize(new { plan = dry.GetProperty("plan").GetString() }), key);

    private async Task<(long R1, long R2, long P1)> UsedAsync() =>
        (await _root.UsedAsync("r1", "VCPU"), await _root.UsedAsync("r2", "VCPU"), await _child.UsedAsync("p1", "VCPU"));
}
