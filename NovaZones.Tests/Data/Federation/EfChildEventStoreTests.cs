using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.History;
using NovaZones.Core.Live;
using NovaZones.Core.Replicas;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Federation;

/// <summary>Changes of children's states are written down, bounded, and go with the child.</summary>
public sealed class EfChildEventStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task ListAsync_MoreThanAreKept_GivesTheNewestFirst(DatabaseProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var (children, store) = (database.Services.GetRequiredService<IChildZoneStore>(), database.Services.GetRequiredService<IChildEventStore>());
        var (paris, berlin) = (Infos.Child("paris"), Infos.Child("berlin"));
        await children.TrySaveAsync(paris, Token);
        await children.TrySaveAsync(berlin, Token);
        var changes = Enumerable.Range(0, IChildEventStore.MostPerChild + 5)
            .Select(i => new ChildEvent(paris.Id, Stored.Noon.AddSeconds(i), i % 2 == 0 ? ChildHealth.Online : ChildHealth.Offline, i % 2 == 0 ? null : $"no answer {i}")).ToList();
        var other = new ChildEvent(berlin.Id, Stored.Noon, ChildHealth.Incompatible, "no common version");

        foreach (var change in changes.Prepend(other))
        {
            await store.AppendAsync(change, Token);
        }

        Assert.Equal(changes.AsEnumerable().Reverse().Take(3), await store.ListAsync(paris.Id, 3, Token));
        Assert.Equal(IChildEventStore.MostPerChild, (await store.ListAsync(paris.Id, 1000, Token)).Count);
        Assert.Equal(new HashSet<ChildEvent> { other, changes[^1] }, (await store.ListLatestAsync(Token)).ToHashSet());

        await children.RemoveAsync(paris.Id, Token);
        await store.AppendAsync(changes[0], Token); // told a moment too late

        Assert.Empty(await store.ListAsync(paris.Id, 1000, Token));
        Assert.Equal([other], await store.ListLatestAsync(Token));
    }

    [Fact]
    public async Task ObserveAsync_AChildComesGoesAndIsFoundAsItWasLeft_WritesChangesOnly()
    {
        await using var database = await CreateAsync(DatabaseProvider.Sqlite);
        var store = database.Services.GetRequiredService<IChildEventStore>();
        var (feed, time, paris) = (new ChangeFeed(), new FakeTimeProvider(Stored.Noon), Infos.Child("paris"));
        await database.Services.GetRequiredService<IChildZoneStore>().TrySaveAsync(paris, Token);
        var registry = Registry();
        using var history = History(registry);
        registry.Put(paris);

        await history.ObserveAsync(Token); // nobody knows yet how it is
        registry.Succeeded(paris.Id, Infos.With(1), TimeSpan.Zero);
        await history.ObserveAsync(Token);
        await history.ObserveAsync(Token);
        time.Advance(TimeSpan.FromMinutes(1));
        registry.Lost(paris.Id, new string('x', 1000));
        await history.ObserveAsync(Token);

        var restarted = Registry();
        using var next = History(restarted);
        restarted.Put(paris);
        restarted.Lost(paris.Id, "still away");
        await next.ObserveAsync(Token);
        time.Advance(TimeSpan.FromMinutes(1));
        restarted.Succeeded(paris.Id, null, null);
        await next.ObserveAsync(Token);

        var written = await store.ListAsync(paris.Id, 10, Token);
        Assert.Equal(
            [(ChildHealth.Online, 2, 0), (ChildHealth.Offline, 1, 400), (ChildHealth.Online, 0, 0)],
            written.Select(change => (change.Health, (int)(change.At - Stored.Noon).TotalMinutes, change.Reason?.Length ?? 0)));

        ChildZoneRegistry Registry() => new(Options.Create(new FederationOptions()), feed, time);
        ChildHistory History(ChildZoneRegistry of) => new(of, store, new BackgroundWork(), feed, time, NullLogger<ChildHistory>.Instance);
    }

    [Fact]
    public async Task ObserveAsync_AwayForAnInstantBetweenTwoLooks_WritesEachChangeWithItsTime()
    {
        await using var database = await CreateAsync(DatabaseProvider.Sqlite);
        var store = database.Services.GetRequiredService<IChildEventStore>();
        var (feed, time, paris) = (new ChangeFeed(), new FakeTimeProvider(Stored.Noon), Infos.Child("paris"));
        await database.Services.GetRequiredService<IChildZoneStore>().TrySaveAsync(paris, Token);
        var registry = new ChildZoneRegistry(Options.Create(new FederationOptions()), feed, time);
        using var history = new ChildHistory(registry, store, new BackgroundWork(), feed, time, NullLogger<ChildHistory>.Instance);
        registry.Put(paris);
        registry.Succeeded(paris.Id, Infos.With(1), TimeSpan.Zero);
        await history.ObserveAsync(Token);

        time.Advance(TimeSpan.FromMilliseconds(700));
        registry.Lost(paris.Id, "its connection ended");
        time.Advance(TimeSpan.FromMilliseconds(120));
        registry.Succeeded(paris.Id, null, null);
        registry.Lost(paris.Id, "gone again"); // at the same moment
        time.Advance(TimeSpan.FromMilliseconds(3));
        registry.Succeeded(paris.Id, null, null);
        time.Advance(TimeSpan.FromMilliseconds(100));
        await history.ObserveAsync(Token);
        await history.ObserveAsync(Token);

        var written = await store.ListAsync(paris.Id, 10, Token);
        Assert.Equal(
            [(ChildHealth.Online, 823, null), (ChildHealth.Offline, 820, "gone again"), (ChildHealth.Online, 820, null), (ChildHealth.Offline, 700, "its connection ended"), (ChildHealth.Online, 0, null)],
            written.Select(change => (change.Health, (int)(change.At - Stored.Noon).TotalMilliseconds, change.Reason)));
    }

    [Fact]
    public async Task ObserveAsync_TheDatabaseFailedMeanwhile_WritesAfterwardsWithTheTimesOfThen()
    {
        await using var database = await CreateAsync(DatabaseProvider.Sqlite);
        var store = new FailingStore(database.Services.GetRequiredService<IChildEventStore>());
        var (feed, time, paris) = (new ChangeFeed(), new FakeTimeProvider(Stored.Noon), Infos.Child("paris"));
        await database.Services.GetRequiredService<IChildZoneStore>().TrySaveAsync(paris, Token);
        var registry = new ChildZoneRegistry(Options.Create(new FederationOptions()), feed, time);
        using var history = new ChildHistory(registry, store, new BackgroundWork(), feed, time, NullLogger<ChildHistory>.Instance);
        registry.Put(paris);
        registry.Succeeded(paris.Id, Infos.With(1), TimeSpan.Zero);
        store.Fails = true;
        await Assert.ThrowsAsync<IOException>(() => history.ObserveAsync(Token));
        time.Advance(TimeSpan.FromMinutes(1));
        registry.Lost(paris.Id, "away");
        await Assert.ThrowsAsync<IOException>(() => history.ObserveAsync(Token));
        time.Advance(TimeSpan.FromMinutes(1));
        store.Fails = false;
        await history.ObserveAsync(Token);

        Assert.Equal([(ChildHealth.Offline, 1), (ChildHealth.Online, 0)], (await store.ListAsync(paris.Id, 10, Token)).Select(change => (change.Health, (int)(change.At - Stored.Noon).TotalMinutes)));
    }

    [Fact]
    public async Task ObserveAsync_MoreChangesThanAreHeld_EndsWithTheNewest()
    {
        await using var database = await CreateAsync(DatabaseProvider.Sqlite);
        var store = database.Services.GetRequiredService<IChildEventStore>();
        var (feed, time, paris) = (new ChangeFeed(), new FakeTimeProvider(Stored.Noon), Infos.Child("paris"));
        await database.Services.GetRequiredService<IChildZoneStore>().TrySaveAsync(paris, Token);
        var registry = new ChildZoneRegistry(Options.Create(new FederationOptions()), feed, time);
        using var history = new ChildHistory(registry, store, new BackgroundWork(), feed, time, NullLogger<ChildHistory>.Instance);
        registry.Put(paris);
        for (var i = 1; i <= 1300; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            if (i % 2 == 0)
            {
                registry.Succeeded(paris.Id, null, null);
            }
            else
            {
                registry.Lost(paris.Id, $"{i}");
            }
        }

        Assert.Equal(ChildBook.MostPassed, registry.Book.Passed.Length);
        await history.ObserveAsync(Token);

        var written = await store.ListAsync(paris.Id, 1000, Token);
        Assert.Empty(registry.Book.Passed);
        Assert.Equal(IChildEventStore.MostPerChild, written.Count);
        Assert.Equal((ChildHealth.Online, 1300, "1299"), (written[0].Health, (int)(written[0].At - Stored.Noon).TotalMilliseconds, written[1].Reason));
    }

    /// <summary>The real store, while nothing fails.</summary>
    private sealed class FailingStore(IChildEventStore real) : IChildEventStore
    {
        public bool Fails { get; set; }

        public Task AppendAsync(ChildEvent change, CancellationToken cancellationToken) =>
            Fails ? Task.FromException(new IOException("the disk is full")) : real.AppendAsync(change, cancellationToken);

        public Task<IReadOnlyList<ChildEvent>> ListAsync(Guid childZoneId, int limit, CancellationToken cancellationToken) => real.ListAsync(childZoneId, limit, cancellationToken);

        public Task<IReadOnlyList<ChildEvent>> ListLatestAsync(CancellationToken cancellationToken) => real.ListLatestAsync(cancellationToken);
    }

    private static Task<TestDatabase> CreateAsync(DatabaseProvider provider) =>
        TestDatabase.CreateAsync(provider, services => services.AddDataProtection().SetApplicationName("test").PersistKeysToDbContext<ZoneDbContext>());
}
