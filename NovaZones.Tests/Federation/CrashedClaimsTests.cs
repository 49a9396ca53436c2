using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>Real processes that are killed in the middle of a claim: what was taken is kept by both sides or by none.</summary>
public sealed class CrashedClaimsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Parent_KilledBetweenIntentAndAnswer_GivesBackWhenItIsBack()
    {
        using var directory = new TemporaryDirectory();
        await using var child = await ZoneHost.StartAsync(["Zone:Name=paris", .. Books.Quick]);
        await child.ReportHostAsync("p1", """{"inventories":{"VCPU":8}}""");
        await using var wire = await FaultyWire.StartAsync(child.Url);
        var root = await RealZone.StartAsync("root", directory.Path, None);
        await AddChildAsync(root, wire.Url, ZoneHost.AdminToken);
        wire.Plan("/zone/take", WireFault.LoseAnswer);
        wire.Passed = path => path.EndsWith("/zone/take", StringComparison.Ordinal) ? root.KillAsync() : Task.CompletedTask;

        var failure = await Record.ExceptionAsync(() => PlaceAsync(root, "k1"));
        Assert.True(failure is HttpRequestException or OperationCanceledException, $"{failure}");
        var taken = await child.UsedAsync("p1", "VCPU");
        await root.DisposeAsync();
        wire.Passed = static _ => Task.CompletedTask;
        await using var again = await RealZone.StartAsync("root", directory.Path, None);
        await Eventually.IsTrueAsync(async () => await child.UsedAsync("p1", "VCPU") == 0);
        using var retry = await PlaceAsync(again, "k1");

        // The same key places afresh: nobody was ever told of the first.
        Assert.Equal((2L, HttpStatusCode.Created, 2L), (taken, retry.StatusCode, await child.UsedAsync("p1", "VCPU")));
    }

    [Fact]
    public async Task Child_KilledBetweenItsClaimAndTheAnswer_HoldsNothingInTheEnd()
    {
        using var directory = new TemporaryDirectory();
        await using var root = await ZoneHost.StartAsync(["Zone:Name=root", .. Books.Quick, "Federation:ChildTimeout=00:00:10"]);
        var child = await RealZone.StartAsync("paris", directory.Path, None);
        using var reported = await child.Client.PutAsync("/api/v1/hosts/p1", Json("""{"inventories":{"VCPU":8}}"""), None);
        await using var wire = await FaultyWire.StartAsync(child.Url);
        await root.AddChildAsync("emea", wire.Url, RealZone.Token);
        root.AskFirst();
        wire.Plan("/zone/claim", WireFault.LoseAnswer);
        wire.Passed = path => path.EndsWith("/zone/claim", StringComparison.Ordinal) ? child.KillAsync() : Task.CompletedTask;

        var (status, _) = await root.PlaceAsync("""{"resources":{"VCPU":2},"deadlineMs":20000}""");
        await child.DisposeAsync();
        wire.Passed = static _ => Task.CompletedTask;
        await using var again = await RealZone.StartAsync("paris", directory.Path, None);
        var kept = await UsedAsync(again);
        wire.Target = again.Url;
        await Books.SettleUntilAsync(async () => await UsedAsync(again) == 0 && (await root.InstancesAsync()).Count == 0, root);

        // Its claim was durable; the root said no, and gives back what it never heard of.
        Assert.Equal((HttpStatusCode.Conflict, 2L), (status, kept));
    }

    private static async Task AddChildAsync(RealZone root, Uri url, string token)
    {
        using var added = await root.Client.PostAsync("/api/v1/zones", Json($$"""{"name":"emea","apiUrl":"{{url}}","token":"{{token}}"}"""), None);
        added.EnsureSuccessStatusCode();
        var id = (await added.Content.ReadFromJsonAsync<JsonElement>(None)).GetProperty("id").GetString();
        using var test = await root.Client.PostAsync($"/api/v1/zones/{id}/test", null, None);
        test.EnsureSuccessStatusCode();
    }

    private static async Task<HttpResponseMessage> PlaceAsync(RealZone root, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/placements") { Content = Json("""{"resources":{"VCPU":2}}""") };
        request.Headers.Add("Idempotency-Key", key);
        return await root.Client.SendAsync(request);
    }

    private static async Task<long> UsedAsync(RealZone zone) =>
        (await zone.Client.GetFromJsonAsync<JsonElement>("/api/v1/hosts/p1")).GetProperty("inventories").GetProperty("VCPU").GetProperty("used").GetInt64();

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
