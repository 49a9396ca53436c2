using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Live;
using NovaZones.Core.Policies;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Policies;

public sealed class EfPolicyStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task ListAsync_SeveralVersions_GivesTheNewestOfEachWhole(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = Store(database);
        foreach (var policy in new[] { Policy("packing", 1), Policy("default", 1), Policy("default", 2), Policy("Default", 1) })
        {
            Assert.True(await store.TryAddAsync(policy, Token));
        }

        var listed = await store.ListAsync(Token);
        var versions = await store.ListVersionsAsync("default", 5, Token);

        Assert.Equal([("Default", 1), ("default", 2), ("packing", 1)], listed.Select(p => (p.Name, p.Version)));
        Assert.Equal([2, 1], versions.Select(p => p.Version));
        Assert.Equal([2], (await store.ListVersionsAsync("default", 1, Token)).Select(p => p.Version));
        Assert.Equivalent(Policy("default", 2), listed[1], strict: true);
        Assert.Equal(Policy("default", 2).Filters, listed[1].Filters);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task TryRemoveAsync_OnlyTheVersionThatWasSeen_GoesWithAllBefore(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = Store(database);
        foreach (var policy in new[] { Policy("default", 1), Policy("web", 1), Policy("web", 2) })
        {
            await store.TryAddAsync(policy, Token);
        }

        Assert.False(await store.TryRemoveAsync("web", 1, Token)); // somebody saved in between
        Assert.Equal(2, (await store.ListVersionsAsync("web", 9, Token)).Count);
        Assert.True(await store.TryRemoveAsync("web", 2, Token));
        Assert.False(await store.TryRemoveAsync("web", 2, Token));
        Assert.Empty(await store.ListVersionsAsync("web", 9, Token));
        Assert.Equal(["default"], (await store.ListAsync(Token)).Select(p => p.Name));
        Assert.True(await store.TryAddAsync(Policy("web", 1), Token));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task TryAddAsync_VersionThatExists_IsFalseAndKeepsTheFirst(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = Store(database);
        await store.TryAddAsync(Policy("default", 1) with { Comment = "first" }, Token);

        var isAdded = await store.TryAddAsync(Policy("default", 1) with { Comment = "second" }, Token);

        Assert.False(isAdded);
        Assert.Equal(["first"], (await store.ListAsync(Token)).Select(p => p.Comment));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task TryAddAsync_TenSaveTheNextVersionAtOnce_OneDoes(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = Store(database);
        await store.TryAddAsync(Policy("default", 1), Token);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => store.TryAddAsync(Policy("default", 2), Token))));

        Assert.Equal(1, outcomes.Count(isAdded => isAdded));
        Assert.Equal([2], (await store.ListAsync(Token)).Select(p => p.Version));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Load_PolicyOfAnOlderVersion_GainsFiltersUnlessSomebodyEditedIt(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = Store(database);
        var old = PolicyBook.FindShipped("default")! with { Filters = ["HostState", "Resources"] };
        await store.TryAddAsync(old, TestContext.Current.CancellationToken);
        await store.TryAddAsync(old with { Name = "packing", CreatedBy = "ann" }, TestContext.Current.CancellationToken);
        var book = new PolicyBook(store, Planning.Resolver(), new ChangeFeed(), TimeProvider.System);

        await book.LoadAsync(TestContext.Current.CancellationToken);
        await book.LoadAsync(TestContext.Current.CancellationToken);

        var grown = book.Find("default")!;
        Assert.Equal(2, grown.Version);
        Assert.Equal(PolicyBook.FindShipped("default")!.Filters, grown.Filters);
        Assert.Equal((1, 2), (book.Find("packing")!.Version, book.Find("packing")!.Filters.Length));
    }

    private static IPolicyStore Store(TestDatabase database) => database.Services.GetRequiredService<IPolicyStore>();

    private static Policy Policy(string name, int version) => new()
    {
        Name = name,
        Version = version,
        Driver = "filter",
        Filters = ["HostState", "Resources", "Capabilities"],
        Weights = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, double> { ["ram"] = 1.5, ["cpu"] = -0.1 }),
        Limits = version == 1 ? PolicyLimits.OfZone : new PolicyLimits { MaxInstancesPerHost = 8, MaxCoresPerHost = 0 },
        Comment = "why",
        CreatedAt = Stored.Noon,
        CreatedBy = "ada",
    };
}
