using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.History;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Fleet;

/// <summary>What hosts offered and used is written down by the sampler and read host by host.</summary>
public sealed class EfHostHistoryStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task ReadAsync_ManyHostsSampledAndPruned_GivesOneHostsOwnFigures(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = database.Services.GetRequiredService<IHostHistoryStore>();
        var (view, time) = (new FleetView(), new FakeTimeProvider(Stored.Noon));
        var sampler = new HostSampler(view, store, time);
        view.Publish(FleetSnapshot.Of([.. Enumerable.Range(0, 700).Select(i => Host($"h{i}", used: i % 8))]));
        var host = view.Current.Find("h42")!;

        var first = await sampler.SampleAsync(Token);
        time.Advance(HostSampler.Interval);
        var unchanged = await sampler.SampleAsync(Token);
        view.Publish(view.Current.With(Host("h42", used: 7, host.Id)));
        time.Advance(HostSampler.Interval);
        var changed = await sampler.SampleAsync(Token);
        var read = await store.ReadAsync(host.Id, Stored.Noon, Token);
        var later = await store.ReadAsync(host.Id, Stored.Noon.AddTicks(TimeSpan.TicksPerMinute), Token);
        await store.PruneAsync(Stored.Noon.AddMinutes(1), Token);
        var kept = await store.ReadAsync(host.Id, Stored.Noon, Token);

        Assert.Equal((700, 0, 1), (first, unchanged, changed));
        Assert.Equal([(Stored.Noon, 2L), (Stored.Noon + (2 * HostSampler.Interval), 7L)], read.Select(point => (point.At, Used(point))));
        Assert.Equal([new ClassFigures("MEMORY_MB", 1L << 40, 0), new ClassFigures("VCPU", 8, 7)], read[1].Classes.OrderBy(c => c.ResourceClass));
        Assert.Equal([7L], later.Select(point => Used(point)));
        Assert.Equal([7L], kept.Select(point => Used(point)));
        Assert.Empty(await store.ReadAsync(Guid.NewGuid(), Stored.Noon, Token));
    }

    [Fact]
    public async Task SampleAsync_AHostThatNeverChanges_IsWrittenAgainNowAndThen()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var (view, time) = (new FleetView(), new FakeTimeProvider(Stored.Noon));
        var sampler = new HostSampler(view, database.Services.GetRequiredService<IHostHistoryStore>(), time);
        view.Publish(FleetSnapshot.Of([Host("h", used: 1)]));

        var first = await sampler.SampleAsync(Token);
        time.Advance(HostSampler.Repeat - TimeSpan.FromTicks(1));
        var early = await sampler.SampleAsync(Token);
        time.Advance(TimeSpan.FromTicks(1));
        var due = await sampler.SampleAsync(Token);

        Assert.Equal((1, 0, 1), (first, early, due));
    }

    private static long Used(HostPoint point) => point.Classes.Single(c => c.ResourceClass == "VCPU").Used;

    private static Host Host(string name, long used, Guid? id = null) => new()
    {
        Name = name,
        Generation = 1,
        Heartbeat = new Heartbeat(Stored.Noon),
        Providers =
        [
            new ResourceProvider { Id = id ?? Guid.CreateVersion7(), Name = name, Parent = -1, Inventories = [new InventoryUsage("VCPU", new Inventory(4), used), new InventoryUsage("MEMORY_MB", new Inventory(1L << 40), 0)] },
            new ResourceProvider { Id = Guid.NewGuid(), Name = "numa1", Parent = 0, Inventories = [new InventoryUsage("VCPU", new Inventory(4), 0)] },
        ],
    };
}
