using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Federation.Books;
using NovaZones.Core.Zones;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>Both sides' records of claims are compared: what one side alone knows is given back or marked, and nothing else is touched.</summary>
public sealed class RecordsTests : IAsyncLifetime
{
    private ZoneHost _root = null!;
    private ZoneHost _child = null!;
    private string _childId = null!;

    public async ValueTask InitializeAsync()
    {
        _root = await ZoneHost.StartAsync(["Zone:Name=root", .. Books.Quick]);
        _child = await ZoneHost.StartAsync(["Zone:Name=paris", .. Books.Quick]);
        await _child.ReportHostAsync("p1", """{"inventories":{"VCPU":16}}""");
        _childId = await _root.AddChildAsync("emea", _child);
    }

    public async ValueTask DisposeAsync()
    {
        await _root.DisposeAsync();
        await _child.DisposeAsync();
    }

    [Fact]
    public async Task Ghost_OnlyTheChildKnows_IsGivenBackAndOthersStay()
    {
        var rootId = _root.Services.GetRequiredService<ZoneIdentity>().Id;
        var (_, placed) = await _root.PlaceAsync("""{"resources":{"VCPU":1}}""");
        await ClaimAsync(rootId);
        await ClaimAsync(Guid.NewGuid());
        await ClaimAsync(null);
        await _child.PlaceAsync("""{"resources":{"VCPU":1}}""");
        Assert.Equal(11, await _child.UsedAsync("p1", "VCPU"));

        await Books.SettleUntilAsync(async () => await _child.UsedAsync("p1", "VCPU") < 11, _root);
        await _root.SettleAsync();
        var cell = _root.Services.GetRequiredService<ComparisonBook>().Find(Guid.Parse(_childId))!;

        // The ghost of three cores is gone; the root's own, another parent's, one of an older parent and the child's own are not.
        Assert.Equal(8, await _child.UsedAsync("p1", "VCPU"));
        Assert.Equal((1, 0, 1L, 0), (cell.Held, cell.Lost, cell.GhostsReleased, cell.GhostsLeft));
        Assert.Equal("Placed", await StateAsync(placed));
    }

    [Fact]
    public async Task Ghost_ReleaseSwitchedOff_IsToldAndStays()
    {
        await using var careful = await ZoneHost.StartAsync(["Zone:Name=careful", "Federation:ReleaseGhosts=false", .. Books.Quick]);
        var id = Guid.Parse(await careful.AddChildAsync("emea", _child));
        await ClaimAsync(careful.Services.GetRequiredService<ZoneIdentity>().Id);

        await Books.SettleUntilAsync(() => Task.FromResult(careful.Services.GetRequiredService<ComparisonBook>().Find(id) is { GhostsLeft: 1 }), careful);

        Assert.Equal(3, await _child.UsedAsync("p1", "VCPU"));
    }

    [Fact]
    public async Task Ghost_Young_IsLeftAlone()
    {
        await using var patient = await ZoneHost.StartAsync(["Zone:Name=patient", .. Books.Quick, "Federation:ReconcileAge=00:05:00"]);
        var id = Guid.Parse(await patient.AddChildAsync("emea", _child));
        await ClaimAsync(patient.Services.GetRequiredService<ZoneIdentity>().Id);

        await patient.SettleAsync();

        Assert.Equal(3, await _child.UsedAsync("p1", "VCPU"));
        Assert.Equal((1, 0, 0L), patient.Services.GetRequiredService<ComparisonBook>().Find(id) is { } c ? (c.Held, c.GhostsLeft, c.GhostsReleased) : default);
    }

    [Fact]
    public async Task Lost_TheChildGaveItAway_IsMarkedAndExplainedAndNeverDeleted()
    {
        var (_, placed) = await _root.PlaceAsync("""{"count":2,"resources":{"VCPU":1}}""");
        var id = placed.GetProperty("instances")[0].GetProperty("id").GetString();
        using var gone = await _child.Client.DeleteAsync($"/api/v1/instances/{id}", TestContext.Current.CancellationToken);
        var before = await _root.GetAsync($"/api/v1/instances/{id}");

        await Books.SettleUntilAsync(() => Task.FromResult(_root.Services.GetRequiredService<ComparisonBook>().Find(Guid.Parse(_childId)) is { Lost: 1 }), _root);
        var states = (await _root.GetAsync($"/api/v1/placements/{placed.GetProperty("reservationId").GetString()}")).GetProperty("instances").EnumerateArray()
            .Select(i => i.GetProperty("state").GetString()).Order(StringComparer.Ordinal);
        using var released = await _root.Client.DeleteAsync($"/api/v1/placements/{placed.GetProperty("reservationId").GetString()}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Equal(("Lost", "child zone emea answers and does not hold it"), (before.GetProperty("state").GetString(), before.GetProperty("reason").GetString()));
        Assert.Equal(["Lost", "Placed"], states);
        Assert.Equal((HttpStatusCode.NoContent, 0L), (released.StatusCode, await _child.UsedAsync("p1", "VCPU")));
    }

    [Fact]
    public async Task Lost_TheAddressLedElsewhereForAWhile_IsFoundAgain()
    {
        await using var other = await ZoneHost.StartAsync(["Zone:Name=other", .. Books.Quick]);
        var (_, placed) = await _root.PlaceAsync("""{"resources":{"VCPU":1}}""");
        var id = Guid.Parse(_childId);

        await PointAsync(other.Url, ZoneHost.AdminToken);
        await Books.SettleUntilAsync(() => Task.FromResult(_root.Services.GetRequiredService<ComparisonBook>().Find(id) is { Lost: 1 }), _root);
        var meanwhile = await StateAsync(placed);
        await PointAsync(_child.Url, ZoneHost.AdminToken);
        await Books.SettleUntilAsync(() => Task.FromResult(_root.Services.GetRequiredService<ComparisonBook>().Find(id) is { Lost: 0, Held: 1 }), _root);

        Assert.Equal(("Lost", "Placed", 1L), (meanwhile, await StateAsync(placed), await _child.UsedAsync("p1", "VCPU")));
    }

    [Fact]
    public async Task Credential_Renewed_KeepsWhatTheOldOneClaimedOnceThatIsRevoked()
    {
        var (oldToken, oldId) = await TokenAsync();
        var (newToken, _) = await TokenAsync();
        await PointAsync(_child.Url, oldToken);
        var (_, placed) = await _root.PlaceAsync("""{"resources":{"VCPU":1}}""");
        await PointAsync(_child.Url, newToken);

        using var early = await _root.Client.DeleteAsync($"/api/v1/placements/{placed.GetProperty("reservationId").GetString()}", TestContext.Current.CancellationToken);
        var stillUsed = await _child.UsedAsync("p1", "VCPU");
        using var revoked = await _child.Client.DeleteAsync($"/api/v1/tokens/{oldId}", TestContext.Current.CancellationToken);
        await Books.SettleUntilAsync(async () => await _child.UsedAsync("p1", "VCPU") == 0 && (await _root.InstancesAsync()).Count == 0, _root);

        Assert.Equal((HttpStatusCode.Accepted, 1L, true), (early.StatusCode, stillUsed, revoked.IsSuccessStatusCode));
    }

    [Theory]
    [InlineData("""{"zoneId":"00000000-0000-0000-0000-000000000001","limit":0}""", "limit")]
    [InlineData("""{"zoneId":"00000000-0000-0000-0000-000000000001","limit":501}""", "limit")]
    [InlineData("""{"zoneId":"00000000-0000-0000-0000-000000000001","after":"nonsense"}""", "after")]
    [InlineData("""{"zoneId":"00000000-0000-0000-0000-000000000001","instanceIds":[]}""", "instanceIds")]
    [InlineData("""{"zoneId":"00000000-0000-0000-0000-000000000001","deadlineMs":0}""", "deadlineMs")]
    public async Task Reconcile_BadQuestion_NamesTheField(string json, string field)
    {
        using var response = await _child.SendJsonAsync(HttpMethod.Post, "/api/v1/zone/reconcile", json);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.BadRequest, field), (response.StatusCode, problem.GetProperty("errors")[0].GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Reconcile_Pages_TellEachInstanceOnce()
    {
        for (var i = 0; i < 3; i++)
        {
            await _root.PlaceAsync("""{"count":3,"resources":{"VCPU":1}}""");
        }

        var rootId = _root.Services.GetRequiredService<ZoneIdentity>().Id;
        var told = new List<string>();
        string? after = null;
        do
        {
            using var response = await _child.SendJsonAsync(
                HttpMethod.Post, "/api/v1/zone/reconcile", JsonSerializer.Serialize(new { zoneId = rootId, limit = 2, after }));
            var page = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            Assert.InRange(page.GetProperty("instances").GetArrayLength(), 0, 2);
            told.AddRange(page.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (after is not null);

        Assert.Equal((await _root.InstancesAsync())["Placed"].Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Reconcile_WithoutTheScope_IsForbidden()
    {
        using var reader = _child.CreateClient(await _child.CreateTokenAsync("read"));
        using var response = await reader.PostAsJsonAsync("/api/v1/zone/reconcile", new { zoneId = Guid.NewGuid() }, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    /// <summary>Takes three cores in the child's hosts as a parent would, which then forgets it.</summary>
    private async Task ClaimAsync(Guid? zoneId)
    {
        using var offer = await _child.SendJsonAsync(
            HttpMethod.Post, "/api/v1/zone/select", """{"request":{"resources":{"VCPU":3}},"count":1,"weights":{"ram":1},"path":[],"hopsLeft":3,"deadlineMs":2000}""");
        var plan = JsonDocument.Parse(await offer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("plan").GetString();
        using var claim = await _child.SendJsonAsync(
            HttpMethod.Post, "/api/v1/zone/claim",
            JsonSerializer.Serialize(new { claimId = Guid.NewGuid(), plan, instanceIds = new[] { Guid.NewGuid() }, reservationId = "r-test", deadlineMs = 2000, zoneId }));
        Assert.Equal(HttpStatusCode.OK, claim.StatusCode);
    }

    private async Task PointAsync(Uri url, string token)
    {
        using var changed = await _root.SendJsonAsync(HttpMethod.Put, $"/api/v1/zones/{_childId}", $$"""{"name":"emea","apiUrl":"{{url}}","token":"{{token}}"}""");
        Assert.True(changed.IsSuccessStatusCode, await changed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var test = await _root.Client.PostAsync($"/api/v1/zones/{_childId}/test", null, TestContext.Current.CancellationToken);
    }

    private async Task<(string Token, string Id)> TokenAsync()
    {
        using var response = await _child.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", """{"name":"parent","scopes":["zone:parent"]}""");
        var made = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return (made.GetProperty("token").GetString()!, made.GetProperty("id").GetString()!);
    }

    private async Task<string?> StateAsync(JsonElement placed) =>
        (await _root.GetAsync($"/api/v1/instances/{placed.GetProperty("instances")[0].GetProperty("id").GetString()}")).GetProperty("state").GetString();
}
