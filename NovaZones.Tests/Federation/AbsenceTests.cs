using System.Net;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>Silence of hosts and children: noticed, answered around, and forgiven with the first sign of life.</summary>
public sealed class AbsenceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Host_SilentBeyondTheLimit_GoesDownAndComesBackWithTheNextReport()
    {
        await using var zone = await ZoneHost.StartAsync("Scheduler:StaleAfter=00:00:01");
        const string Report = """{"inventories":{"VCPU":4}}""";
        await zone.ReportHostAsync("h1", Report);
        await UntilAsync(async () => (await zone.GetAsync("/api/v1/hosts/h1")).GetProperty("state").GetString() == "Down");

        var (whileDown, refusal) = await zone.PlaceAsync("""{"resources":{"VCPU":1}}""");
        await zone.ReportHostAsync("h1", Report);
        var (afterwards, _) = await zone.PlaceAsync("""{"resources":{"VCPU":1}}""");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Created), (whileDown, afterwards));
        Assert.Contains("host-state.down", refusal.GetProperty("filters").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Child_GoneAndBack_IsOfflineAfterThreeFailuresAndOnlineAfterOneSuccess()
    {
        using var directory = new TemporaryDirectory();
        await using var root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:PollInterval=00:00:01");
        var child = await ZoneHost.StartInAsync(directory.Path, "Zone:Name=paris");
        var url = child.Url;
        await child.ReportHostAsync("p1", """{"inventories":{"VCPU":8}}""");
        await root.AddChildAsync("emea", child);
        var (placed, answer) = await root.PlaceAsync("""{"resources":{"VCPU":2}}""");
        var reservation = answer.GetProperty("reservationId").GetString();
        var instance = answer.GetProperty("instances")[0].GetProperty("id").GetString();
        await child.DisposeAsync();
        await UntilAsync(async () => await StateAsync(root) == "Offline");

        var open = await root.PlaceAsync("""{"resources":{"VCPU":2}}""");
        var unknown = (await root.GetAsync($"/api/v1/instances/{instance}")).GetProperty("state").GetString();
        using var release = await root.Client.DeleteAsync($"/api/v1/placements/{reservation}", TestContext.Current.CancellationToken);
        await using var again = await ZoneHost.StartInAsync(directory.Path, "Zone:Name=paris", $"urls={url.ToString().TrimEnd('/')}");
        await UntilAsync(async () => await StateAsync(root) == "Online");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict, "Unknown"), (placed, open.Status, unknown));
        Assert.Equal("Open", open.Body.GetProperty("children")[0].GetProperty("outcome").GetString());

        // What was released while the child was away is given back once it is here again.
        Assert.Equal(HttpStatusCode.Accepted, release.StatusCode);
        await UntilAsync(async () => await again.UsedAsync("p1", "VCPU") == 0);
        await UntilAsync(async () => (await root.GetAsync($"/api/v1/placements/{reservation}")).GetProperty("state").GetString() == "Released");
    }

    private static async Task<string?> StateAsync(ZoneHost root)
    {
        JsonElement tree = await root.GetAsync("/api/v1/zone/tree");
        return tree.GetProperty("children")[0].GetProperty("state").GetString();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            await Task.Delay(100, patience.Token);
        }
    }
}
