using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Access;
using NovaZones.Data;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Identity;

public sealed class EfApiTokenStoreTests
{
    private static readonly DateTimeOffset _noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.SqlServer)]
    public async Task FindAsync_KeptToken_ComesBackWhole(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = database.Services.GetRequiredService<IApiTokenStore>();
        var token = Token("ci", _noon) with { ExpiresAt = _noon.AddDays(1) };

        var isNew = await store.TryAddAsync(token, Hash(1), TestContext.Current.CancellationToken);
        await store.TouchAsync(token.Id, _noon.AddHours(1), TestContext.Current.CancellationToken);
        var found = await store.FindAsync(Hash(1), TestContext.Current.CancellationToken);

        Assert.True(isNew);
        Assert.Equivalent(token with { LastUsedAt = _noon.AddHours(1) }, found, strict: true);
        Assert.Null(await store.FindAsync(Hash(2), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.SqlServer)]
    public async Task TryAddAsync_SameSecret_IsFalseAndKeepsTheFirst(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = database.Services.GetRequiredService<IApiTokenStore>();
        await store.TryAddAsync(Token("first", _noon), Hash(1), TestContext.Current.CancellationToken);

        var isNew = await store.TryAddAsync(Token("second", _noon), Hash(1), TestContext.Current.CancellationToken);

        Assert.False(isNew);
        Assert.Equal("first", (await store.FindAsync(Hash(1), TestContext.Current.CancellationToken))?.Name);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.SqlServer)]
    public async Task ListAsync_OnlyGoodOnes_FindsThemBehindManyRevoked(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = database.Services.GetRequiredService<IApiTokenStore>();
        var token = TestContext.Current.CancellationToken;
        await store.TryAddAsync(Token("CI_main", _noon), Hash(1), token);
        await store.TryAddAsync(Token("ci-main", _noon.AddMinutes(1)) with { ExpiresAt = _noon.AddHours(2) }, Hash(2), token);
        await store.TryAddAsync(Token("ci-old", _noon.AddMinutes(2)) with { ExpiresAt = _noon.AddHours(1) }, Hash(3), token);
        for (byte i = 10; i < 15; i++)
        {
            var gone = Token($"gone-{i}", _noon.AddMinutes(i));
            await store.TryAddAsync(gone, Hash(i), token);
            await store.RevokeAsync(gone.Id, _noon, token);
        }

        Assert.Equal(["ci-main", "CI_main"], await NamesAsync(new ApiTokenFilter(3, UsableAt: _noon.AddHours(1))));
        Assert.Equal(["CI_main"], await NamesAsync(new ApiTokenFilter(3, UsableAt: _noon.AddHours(2))));
        Assert.Equal(["ci-old", "ci-main", "CI_main"], await NamesAsync(new ApiTokenFilter(9, Text: " ci ")));
        Assert.Equal(["CI_main"], await NamesAsync(new ApiTokenFilter(9, Text: "I_m"))); // no character stands for others
        Assert.Equal(["gone-14", "gone-13"], await NamesAsync(new ApiTokenFilter(2)));

        async Task<IEnumerable<string>> NamesAsync(ApiTokenFilter filter) => (await store.ListAsync(filter, token)).Select(found => found.Name);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.SqlServer)]
    public async Task RevokeAsync_Twice_KeepsTheFirstMoment(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = database.Services.GetRequiredService<IApiTokenStore>();
        var token = Token("ci", _noon);
        await store.TryAddAsync(token, Hash(1), TestContext.Current.CancellationToken);

        bool[] known =
        [
            await store.RevokeAsync(token.Id, _noon.AddMinutes(1), TestContext.Current.CancellationToken),
            await store.RevokeAsync(token.Id, _noon.AddMinutes(2), TestContext.Current.CancellationToken),
            await store.RevokeAsync(Guid.CreateVersion7(), _noon, TestContext.Current.CancellationToken),
        ];

        Assert.Equal([true, true, false], known);
        Assert.Equal(_noon.AddMinutes(1), (await store.FindAsync(Hash(1), TestContext.Current.CancellationToken))?.RevokedAt);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.SqlServer)]
    public async Task ListAsync_MoreThanTheLimit_GivesTheNewestFirst(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = database.Services.GetRequiredService<IApiTokenStore>();
        var isAnyBefore = await store.AnyAsync(TestContext.Current.CancellationToken);
        for (byte n = 1; n <= 3; n++)
        {
            await store.TryAddAsync(Token($"t{n}", _noon.AddMinutes(n)), Hash(n), TestContext.Current.CancellationToken);
        }

        var names = (await store.ListAsync(2, TestContext.Current.CancellationToken)).Select(token => token.Name);

        Assert.Equal(["t3", "t2"], names);
        Assert.Equal((false, true), (isAnyBefore, await store.AnyAsync(TestContext.Current.CancellationToken)));
    }

    private static ApiToken Token(string name, DateTimeOffset createdAt) =>
        new(Guid.CreateVersion7(), name, [ApiScopes.Read, ApiScopes.ZoneParent], createdAt, null, null, null);

    private static byte[] Hash(byte seed) => [.. Enumerable.Repeat(seed, 32)];
}
