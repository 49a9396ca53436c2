using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Zones;
using NovaZones.Data;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Zones;

public sealed class EfZoneIdentityStoreTests
{
    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task GetOrCreateAsync_TenAtOnceAndLater_IsOneIdentity(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = database.Services.GetRequiredService<IZoneIdentityStore>();
        var cancellationToken = TestContext.Current.CancellationToken;

        var identities = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => store.GetOrCreateAsync(cancellationToken))));
        var later = await store.GetOrCreateAsync(cancellationToken);

        Assert.NotEqual(Guid.Empty, later);
        Assert.Equal([later], identities.Distinct());
    }
}
