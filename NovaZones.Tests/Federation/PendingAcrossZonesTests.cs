using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Placement.Pending;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>Placements that are answered later, over real zones: woken by a child, cancelled while a child claims, and the zone killed there.</summary>
public sealed class PendingAcrossZonesTests
{
    private const string Four = """{"resources":{"VCPU":4},"waitForCapacity":true}""";

    [Fact]
    public async Task Wait_CapacityThatAppearsInAChild_Wakes()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:PollInterval=00:00:01");
        await using var child = await ZoneHost.StartAsync("Zone:Name=paris");
        await child.ReportHostAsync("p1", """{"inventories":{"VCPU":2}}""");
        await root.AddChildAsync("paris", child);
        var id = await root.Client.SubmitAsync(Four);
        await root.Client.UntilAsync(id, "Waiting");

        // The row says that it waits a moment before the book says for what.
        JsonElement waiting = default;
        await PendingCalls.UntilAsync(async () => (waiting = await root.Client.ReservationAsync(id)).GetProperty("lacks").GetArrayLength() > 0);

        // More of what nobody asked for must not have it planned again.
        await child.ReportHostAsync("p1", """{"inventories":{"VCPU":2,"MEMORY_MB":4096}}""");
        await PendingCalls.UntilAsync(async () => (await root.GetAsync("/api/v1/zone/tree")).GetRawText().Contains("MEMORY_MB", StringComparison.Ordinal));
        var between = (await root.Client.ReservationAsync(id)).GetProperty("attempts").GetInt32();
        await child.ReportHostAsync("p2", """{"inventories":{"VCPU":4}}""");
        var placed = await root.Client.UntilAsync(id, "Placed");

        Assert.Equal(["child zone"], waiting.GetProperty("lacks").EnumerateArray().Select(l => l.GetString()!));
        Assert.Equal((1, "paris"), (between, placed.GetProperty("instances")[0].GetProperty("zone").GetString()));
        Assert.Equal(4, await child.UsedAsync("p2", "VCPU"));
    }

    [Fact]
    public async Task Wait_AChildThatComesBack_Wakes()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:PollInterval=00:00:01");
        await using var child = await ZoneHost.StartAsync("Zone:Name=paris");
        await child.ReportHostAsync("p1", """{"inventories":{"VCPU":4}}""");
        var zone = await root.AddChildAsync("paris", child, ""","enabled":false""");
        var id = await root.Client.SubmitAsync(Four);
        await root.Client.UntilAsync(id, "Waiting");

        using var enable = await root.SendJsonAsync(
            HttpMethod.Put, $"/api/v1/zones/{zone}", $$"""{"name":"paris","apiUrl":"{{child.Url}}","token":"{{ZoneHost.AdminToken}}","enabled":true}""");
        await root.Client.UntilAsync(id, "Placed");

        Assert.True(enable.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Cancel_WhileAChildIsClaiming_LeavesNothingBehind()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:PollInterval=00:00:01");
        await using var child = await ZoneHost.StartAsync("Zone:Name=paris");
        await using var gate = await ClaimGate.StartAsync(child.Url);
        await root.ReportHostAsync("r1", """{"inventories":{"VCPU":4}}""");
        await child.ReportHostAsync("p1", """{"inventories":{"VCPU":4}}""");
        await AddChildAsync(root.Client, gate.Url);
        var id = await root.Client.SubmitAsync("""{"count":2,"resources":{"VCPU":4}}""");
        await gate.ClaimArrived;
        var during = (await root.Client.ReservationAsync(id)).GetProperty("state").GetString();

        var cancelling = root.Client.DeleteAsync($"/api/v1/placements/{id}", TestContext.Current.CancellationToken);
        var entry = root.Services.GetRequiredService<PendingBook>().Find(id)!;
        await PendingCalls.UntilAsync(() => Task.FromResult(entry.IsCancelled));
        gate.Open();
        using var cancelled = await cancelling;
        var state = (await root.Client.ReservationAsync(id)).GetProperty("state").GetString();
        await PendingCalls.UntilAsync(async () => await child.UsedAsync("p1", "VCPU") == 0);
        await PendingCalls.UntilAsync(async () => (await root.Client.ReservationAsync(id)).Instances() == 0);

        Assert.Equal(("Claiming", "Cancelled"), (during, state));
        Assert.True(cancelled.IsSuccessStatusCode, cancelled.StatusCode.ToString());
        Assert.Equal(0, await root.UsedAsync("r1", "VCPU"));
    }

    [Fact]
    public async Task Kill_WhileAChildIsClaiming_EndsInExactlyOneSetOfInstances()
    {
        var token = TestContext.Current.CancellationToken;
        using var directory = new TemporaryDirectory();
        await using var child = await ZoneHost.StartAsync("Zone:Name=paris", "Scheduler:StaleAfter=01:00:00");
        await using var gate = await ClaimGate.StartAsync(child.Url);
        await child.ReportHostAsync("p1", """{"inventories":{"VCPU":16}}""");
        string id;
        await using (var root = await RealZone.StartAsync("root", directory.Path, token))
        {
            await AddChildAsync(root.Client, gate.Url);
            id = await root.Client.SubmitAsync("""{"count":2,"resources":{"VCPU":4},"waitForCapacity":true}""", "once");
            await gate.ClaimArrived;
            await root.KillAsync();
        }

        gate.Open();
        await gate.ClaimDone.Task.WaitAsync(token);
        var orphaned = await child.UsedAsync("p1", "VCPU");
        await using var again = await RealZone.StartAsync("root", directory.Path, token);
        var placed = await again.Client.UntilAsync(id, "Placed");
        await PendingCalls.UntilAsync(async () => await child.UsedAsync("p1", "VCPU") == 8);
        await PendingCalls.UntilAsync(async () => (await again.Client.ReservationAsync(id)).Instances() == 2);
        using var retry = await again.Client.SendAsyncPlacementAsync("""{"count":2,"resources":{"VCPU":4},"waitForCapacity":true}""", "once");

        Assert.Equal(8, orphaned);
        Assert.Equal((2, HttpStatusCode.Created), (placed.GetProperty("placed").GetInt32(), retry.StatusCode));
        Assert.Equal(8, await child.UsedAsync("p1", "VCPU"));
    }

    private static async Task AddChildAsync(HttpClient parent, Uri url)
    {
        using var content = new StringContent($$"""{"name":"paris","apiUrl":"{{url}}","token":"{{ZoneHost.AdminToken}}"}""", Encoding.UTF8, "application/json");
        using var response = await parent.PostAsync("/api/v1/zones", content);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        using var test = await parent.PostAsync($"/api/v1/zones/{id}/test", null);
        Assert.Equal(HttpStatusCode.OK, test.StatusCode);
    }
}
