using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Bench.Drill;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.History;
using NovaZones.Core.Replicas;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Replicas;

/// <summary>What becomes of children is written once and wholly, whichever replica writes.</summary>
public sealed class ChildHistoryHandoverTests
{
    private static readonly string[] Settings =
        ["Database:Replicas=true", "Database:ReplicaLeaseTime=00:00:20", "Zone:Name=twin", "Federation:PollInterval=00:00:02"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Child_AwayBeforeWhileAndAfterOneReplicaHandsOver_StandsInTheHistoryOnceEach()
    {
        using var directory = new TemporaryDirectory();
        var first = await ZoneHost.StartInAsync(directory.Path, Settings);
        await using var second = await ZoneHost.StartInAsync(directory.Path, Settings);
        await using var child = await ZoneHost.StartAsync("Zone:Name=paris");
        await using var line = CutLine.Start("twin-paris", child.Url.Port);
        Guid id;
        IChildEventStore store;
        try
        {
            await Eventually.IsTrueAsync(() => Holds(first));
            using var added = await first.SendJsonAsync(HttpMethod.Post, "/api/v1/zones", $$"""{"name":"paris","apiUrl":"{{line.Url}}","token":"{{ZoneHost.AdminToken}}"}""");
            Assert.Equal(HttpStatusCode.Created, added.StatusCode);
            await Eventually.IsTrueAsync(() => IsOnline(first) && IsOnline(second) && first.IsLinkedTo("paris") && second.IsLinkedTo("paris"));
            id = first.Child("paris").Child.Id;
            store = second.Services.GetRequiredService<IChildEventStore>();
            await Eventually.IsTrueAsync(async () => (await store.ListAsync(id, 10, Token)).Count == 1);

            await BreakAsync(line, first, second);
            await Eventually.IsTrueAsync(async () => (await store.ListAsync(id, 10, Token)).Count == 3);
        }
        finally
        {
            await first.DisposeAsync();
        }

        // The lease was given back, and the second looks after it a quarter of its time later.
        var began = TimeProvider.System.GetUtcNow();
        await BreakAsync(line, second);
        var ended = TimeProvider.System.GetUtcNow();
        await Eventually.IsTrueAsync(() => Holds(second));
        await Eventually.IsTrueAsync(async () => (await store.ListAsync(id, 10, Token)).Count >= 5);
        await BreakAsync(line, second);
        await Eventually.IsTrueAsync(async () => (await store.ListAsync(id, 10, Token)).Count >= 7);

        var written = (await store.ListAsync(id, 100, Token)).Reverse().ToList();
        Assert.Equal(Enumerable.Range(0, 7).Select(i => i % 2 == 0 ? ChildHealth.Online : ChildHealth.Offline), written.Select(change => change.Health));
        Assert.Equal(written.OrderBy(change => change.At).Select(change => change.At).Distinct(), written.Select(change => change.At));
        Assert.InRange(written[3].At, began, ended);
        Assert.InRange(written[4].At, began, ended);
    }

    /// <summary>Cuts the line until every replica noticed, and heals it until every one noticed that.</summary>
    private static async Task BreakAsync(CutLine line, params ZoneHost[] replicas)
    {
        line.Be(LineState.Cut);
        await Eventually.IsTrueAsync(() => replicas.All(replica => replica.Child("paris").Health is ChildHealth.Offline));
        line.Be(LineState.Open);
        foreach (var replica in replicas)
        {
            await Eventually.IsTrueAsync(async () =>
            {
                using var tested = await replica.SendJsonAsync(HttpMethod.Post, "/api/v1/zones/paris/test", "{}");
                return IsOnline(replica);
            });
        }
    }

    private static bool IsOnline(ZoneHost replica) => replica.Services.GetRequiredService<ChildZoneRegistry>().Find("paris") is { Health: ChildHealth.Online };

    private static bool Holds(ZoneHost replica) => replica.Services.GetRequiredService<LeaseKeeper>().HoldsBackground;
}
