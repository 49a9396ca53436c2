using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Bench.Drill;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.History;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>A line that is cut for an instant stands in the child's history with both its ends.</summary>
public sealed class ShortOutagesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LineToAChild_CutForAnInstant_StandsInItsHistory()
    {
        // Polls come so seldom that the end of the link alone tells of the cut.
        await using var root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:PollInterval=00:00:59");
        await using var child = await ZoneHost.StartAsync("Zone:Name=paris");
        await using var line = CutLine.Start("root-paris", child.Url.Port);
        using var added = await root.SendJsonAsync(HttpMethod.Post, "/api/v1/zones", $$"""{"name":"paris","apiUrl":"{{line.Url}}","token":"{{ZoneHost.AdminToken}}"}""");
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var registry = root.Services.GetRequiredService<ChildZoneRegistry>();
        await Eventually.IsTrueAsync(() => root.IsLinkedTo("paris") && registry.Find("paris")!.Health is ChildHealth.Online);
        var id = registry.Find("paris")!.Child.Id;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        line.Be(LineState.Cut);
        while (registry.Find(id)!.Health is not ChildHealth.Offline)
        {
            await Task.Delay(1, patience.Token);
        }

        line.Be(LineState.Open);
        using var tested = await root.SendJsonAsync(HttpMethod.Post, "/api/v1/zones/paris/test", "{}");
        Assert.Equal(HttpStatusCode.OK, tested.StatusCode);
        Assert.Equal(ChildHealth.Online, registry.Find(id)!.Health);

        var store = root.Services.GetRequiredService<IChildEventStore>();
        IReadOnlyList<ChildEvent> events = [];
        await Eventually.IsTrueAsync(async () => (events = await store.ListAsync(id, 10, Token)) is [{ Health: ChildHealth.Online }, _, _, ..]);
        Assert.Equal([ChildHealth.Online, ChildHealth.Offline, ChildHealth.Online], events.Select(change => change.Health));
        Assert.Contains("connection ended", events[1].Reason, StringComparison.Ordinal);
        Assert.True(events[0].At > events[1].At && events[1].At > events[2].At);
    }
}
