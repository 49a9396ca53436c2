using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>A sealed plan is of use once, to who asked for it, at the zone that made it, in time, whole; else it is refused and nothing is taken.</summary>
public sealed class SealedPlanTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private ZoneHost _zone = null!;

    public async ValueTask InitializeAsync()
    {
        _zone = await StartAsync();
        await _zone.ReportHostAsync("p1", """{"inventories":{"VCPU":64}}""");
    }

    public async ValueTask DisposeAsync()
    {
        await _zone.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Claim_EachByteAltered_IsRefused()
    {
        var plan = await SelectAsync(_zone.Client);
        var random = new Random(7);
        foreach (var at in Enumerable.Range(0, plan.Length).OrderBy(_ => random.Next()).Take(60))
        {
            // The last character of a text may carry bits that stand for nothing; others always count.
            var other = plan[at] == 'A' ? 'Q' : 'A';
            if (at < plan.Length - 1)
            {
                Assert.Equal((HttpStatusCode.Conflict, true), await RefusedAsync(plan[..at] + other + plan[(at + 1)..]));
            }
        }

        Assert.Equal(0, await _zone.UsedAsync("p1", "VCPU"));
    }

    [Fact]
    public async Task Claim_Truncated_IsRefused()
    {
        var plan = await SelectAsync(_zone.Client);

        foreach (var length in new[] { 0, 1, 4, plan.Length / 2, plan.Length - 4, plan.Length - 1 })
        {
            Assert.Equal((HttpStatusCode.Conflict, true), await RefusedAsync(plan[..length]));
        }

        Assert.Equal((HttpStatusCode.Conflict, true), await RefusedAsync(plan + plan));
        Assert.Equal(0, await _zone.UsedAsync("p1", "VCPU"));
    }

    [Fact]
    public async Task Claim_OfAnotherZone_IsRefused()
    {
        await using var other = await ZoneHost.StartAsync("Zone:Name=paris");
        await other.ReportHostAsync("p1", """{"inventories":{"VCPU":64}}""");

        Assert.Equal((HttpStatusCode.Conflict, true), await RefusedAsync(await SelectAsync(other.Client)));
    }

    [Fact]
    public async Task Claim_OfAnotherCaller_IsRefused()
    {
        using var stranger = _zone.CreateClient(await _zone.CreateTokenAsync("zone:parent"));
        var plan = await SelectAsync(_zone.Client);

        var (status, detail) = await ClaimAsync(stranger, plan);

        Assert.Equal((HttpStatusCode.Conflict, "the plan was made for somebody else"), (status, detail));
        Assert.Equal(0, await _zone.UsedAsync("p1", "VCPU"));
    }

    [Fact]
    public async Task Claim_HasNoRequestOfItsOwn_TakesWhatThePlanWasMadeFor()
    {
        var plan = await SelectAsync(_zone.Client, """{"resources":{"VCPU":3}}""");
        var body = JsonSerializer.Serialize(new
        {
            claimId = Guid.NewGuid(),
            plan,
            instanceIds = new[] { Guid.NewGuid() },
            reservationId = "r-test",
            deadlineMs = 2000,
            request = new { resources = new { VCPU = 60 } },
        });

        using var response = await _zone.SendJsonAsync(HttpMethod.Post, "/api/v1/zone/claim", body);

        Assert.Equal((HttpStatusCode.OK, 3L), (response.StatusCode, await _zone.UsedAsync("p1", "VCPU")));
    }

    [Fact]
    public async Task Claim_DryRunsPlanAsAnOfferAndBack_IsRefused()
    {
        var (_, dry) = await _zone.PlaceAsync("""{"resources":{"VCPU":2},"dryRun":true}""");
        var offer = await SelectAsync(_zone.Client);

        var (claim, _) = await ClaimAsync(_zone.Client, dry.GetProperty("plan").GetString()!);
        var (commit, _) = await _zone.PlaceAsync($$"""{"plan":"{{offer}}"}""");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict, 0L), (claim, commit, await _zone.UsedAsync("p1", "VCPU")));
    }

    [Fact]
    public async Task Claim_Expired_IsRefusedAndAnEarlierAnswerIsStillTold()
    {
        await using var hasty = await ZoneHost.StartAsync("Zone:Name=hasty", "Federation:PlanLifetime=00:00:01");
        await hasty.ReportHostAsync("p1", """{"inventories":{"VCPU":64}}""");
        // The older one has expired when the younger one is seen to have.
        var unused = await SelectAsync(hasty.Client);
        var used = await SelectAsync(hasty.Client);
        var (claimId, instanceId) = (Guid.NewGuid(), Guid.NewGuid());
        var (first, answer) = await ClaimAsync(hasty.Client, used, claimId, instanceId);
        await Eventually.IsTrueAsync(async () => (await ClaimAsync(hasty.Client, used)).Detail == "the plan has expired");

        var late = await ClaimAsync(hasty.Client, unused);
        var again = await ClaimAsync(hasty.Client, used, claimId, instanceId);

        Assert.Equal((HttpStatusCode.OK, (HttpStatusCode.Conflict, (string?)"the plan has expired")), (first, late));
        Assert.Equal((HttpStatusCode.OK, answer, 2L), (again.Status, again.Detail, await hasty.UsedAsync("p1", "VCPU")));
    }

    [Fact]
    public async Task Claim_ManyAtOnce_ExactlyOneCounts()
    {
        var plan = await SelectAsync(_zone.Client);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ClaimAsync(_zone.Client, plan)));

        Assert.Equal(1, answers.Count(a => a.Status == HttpStatusCode.OK));
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.OK), a => Assert.Equal((HttpStatusCode.Conflict, "the plan was claimed already"), a));
        Assert.Equal(2, await _zone.UsedAsync("p1", "VCPU"));
    }

    [Fact]
    public async Task Claim_UsedBeforeARestart_StaysUsedAndTellsItsAnswer()
    {
        var plan = await SelectAsync(_zone.Client);
        var (claimId, instanceId) = (Guid.NewGuid(), Guid.NewGuid());
        var (_, answer) = await ClaimAsync(_zone.Client, plan, claimId, instanceId);
        await _zone.DisposeAsync();
        _zone = await StartAsync();

        var again = await ClaimAsync(_zone.Client, plan, claimId, instanceId);
        var other = await ClaimAsync(_zone.Client, plan);

        Assert.Equal((HttpStatusCode.OK, answer), again);
        Assert.Equal((HttpStatusCode.Conflict, "the plan was claimed already"), other);
        Assert.Equal(2, await _zone.UsedAsync("p1", "VCPU"));
    }

    [Fact]
    public async Task Claim_IdentityTakenAlready_NamesTheField()
    {
        var instanceId = Guid.NewGuid();
        await ClaimAsync(_zone.Client, await SelectAsync(_zone.Client), Guid.NewGuid(), instanceId);

        var (status, _) = await ClaimAsync(_zone.Client, await SelectAsync(_zone.Client), Guid.NewGuid(), instanceId);

        Assert.Equal((HttpStatusCode.BadRequest, 2L), (status, await _zone.UsedAsync("p1", "VCPU")));
    }

    [Fact]
    public async Task Claim_KeysRotated_OldPlanStillOpens()
    {
        var plan = await SelectAsync(_zone.Client);
        var keys = _zone.Services.GetRequiredService<IKeyManager>();
        var now = TimeProvider.System.GetUtcNow();
        keys.CreateNewKey(now, now.AddDays(90));
        var newer = await SelectAsync(_zone.Client);

        var (old, _) = await ClaimAsync(_zone.Client, plan);
        var (fresh, _) = await ClaimAsync(_zone.Client, newer);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, 4L), (old, fresh, await _zone.UsedAsync("p1", "VCPU")));
    }

    [Fact]
    public async Task Claim_KeyRevoked_IsRefusedAndSaysSo()
    {
        var plan = await SelectAsync(_zone.Client);
        var (_, dry) = await _zone.PlaceAsync("""{"resources":{"VCPU":2},"dryRun":true}""");
        var keys = _zone.Services.GetRequiredService<IKeyManager>();
        foreach (var key in keys.GetAllKeys())
        {
            keys.RevokeKey(key.KeyId, "a test of what happens then");
        }

        // The ring is read again beside the calls. A claim of nothing is wrong in itself as long as the plan opens.
        await Eventually.IsTrueAsync(async () =>
        {
            using var trial = await _zone.SendJsonAsync(
                HttpMethod.Post, "/api/v1/zone/claim", JsonSerializer.Serialize(new { claimId = Guid.NewGuid(), plan, instanceIds = Array.Empty<Guid>(), reservationId = "r-test", deadlineMs = 2000 }));
            return trial.StatusCode == HttpStatusCode.Conflict;
        });
        var claim = await ClaimAsync(_zone.Client, plan);
        var (commit, problem) = await _zone.PlaceAsync($$"""{"plan":"{{dry.GetProperty("plan").GetString()}}"}""");

        Assert.Equal((HttpStatusCode.Conflict, "the plan was sealed with a key that was revoked since"), claim);
        Assert.Equal(HttpStatusCode.Conflict, commit);
        Assert.Contains("a key that was revoked", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await _zone.UsedAsync("p1", "VCPU"));
    }

    [Fact]
    public async Task Select_ThreeLevels_WrapsTheChildsPlanAndClaimsItWithItsOwnSlots()
    {
        await using var parent = await ZoneHost.StartAsync("Zone:Name=emea");
        await parent.ReportHostAsync("e1", """{"inventories":{"VCPU":2}}""");
        await parent.AddChildAsync("paris", _zone);

        var plan = await SelectAsync(parent.Client, count: 3);
        var direct = await ClaimAsync(_zone.Client, plan);
        using var claim = await parent.SendJsonAsync(
            HttpMethod.Post, "/api/v1/zone/claim",
            JsonSerializer.Serialize(new { claimId = Guid.NewGuid(), plan, instanceIds = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()), reservationId = "r-test", deadlineMs = 2000 }));
        var answer = await claim.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        // The outer seal is the parent's; the child below cannot read it, and the root never sees what is inside.
        Assert.Equal((HttpStatusCode.Conflict, "the plan cannot be read: it is altered or not of this zone"), direct);
        Assert.Equal((HttpStatusCode.OK, 3), (claim.StatusCode, answer.GetProperty("claimed").GetArrayLength()));
        Assert.Equal(6, await parent.UsedAsync("e1", "VCPU") + await _zone.UsedAsync("p1", "VCPU"));
        Assert.DoesNotContain("p1", answer.GetRawText(), StringComparison.Ordinal);
    }

    private Task<ZoneHost> StartAsync() => ZoneHost.StartInAsync(_directory.Path, "Zone:Name=paris");

    private async Task<(HttpStatusCode Status, bool IsPlain)> RefusedAsync(string plan)
    {
        var (status, detail) = await ClaimAsync(_zone.Client, plan);
        return (status, detail is "the plan cannot be read: it is altered or not of this zone");
    }

    private static async Task<string> SelectAsync(HttpClient client, string request = """{"resources":{"VCPU":2}}""", int count = 1)
    {
        using var content = new StringContent(
            $$"""{"request":{{request}},"count":{{count}},"weights":{"ram":1},"path":[],"hopsLeft":3,"deadlineMs":2000}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/api/v1/zone/select", content);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("plan").GetString()!;
    }

    /// <returns>The status, with the detail of a refusal or the whole answer.</returns>
    private static async Task<(HttpStatusCode Status, string? Detail)> ClaimAsync(HttpClient client, string plan, Guid? claimId = null, Guid? instanceId = null)
    {
        using var response = await client.PostAsJsonAsync(
            "/api/v1/zone/claim",
            new { claimId = claimId ?? Guid.NewGuid(), plan, instanceIds = new[] { instanceId ?? Guid.NewGuid() }, reservationId = "r-test", deadlineMs = 2000 });
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, response.IsSuccessStatusCode ? text : JsonDocument.Parse(text).RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() : null);
    }
}
