using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Data;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Fleet;

public sealed class EfAggregateStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task ListAsync_SavedReplacedAndRemoved_ComesBackWholeByName(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = database.Services.GetRequiredService<IAggregateStore>();
        var at = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
        await store.SaveAsync(new Aggregate { Name = "b", Tenants = ["t1"], ChangedAt = at }, Token);
        await store.SaveAsync(new Aggregate { Name = "a", ChangedAt = at }, Token);
        await store.SaveAsync(new Aggregate { Name = "gone", ChangedAt = at }, Token);

        await store.SaveAsync(new Aggregate { Name = "b", RequiredTraits = ["CUSTOM_X", "CUSTOM_Y"], ChangedAt = at.AddHours(1) }, Token);
        await store.RemoveAsync("gone", Token);
        await store.RemoveAsync("never", Token);

        var all = await store.ListAsync(Token);
        Assert.Equal(["a", "b"], all.Select(a => a.Name));
        Assert.Equal(["CUSTOM_X", "CUSTOM_Y"], all[1].RequiredTraits);
        Assert.Empty(all[1].Tenants);
        Assert.Equal(at.AddHours(1), all[1].ChangedAt);
    }
}
