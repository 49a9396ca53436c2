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

    private static Task<TestDatabase> CreateAsync(DatabaseProvider provider) =>
        TestDatabase.CreateAsync(provider, services => services.AddDataProtection().SetApplicationName("test").PersistKeysToDbContext<ZoneDbContext>());
}
