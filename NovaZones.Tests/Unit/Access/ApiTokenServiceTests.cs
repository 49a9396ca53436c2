using Microsoft.Extensions.Time.Testing;
using NovaZones.Core.Access;
using NovaZones.Tests.Support.Fakes;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Unit.Access;

public sealed class ApiTokenServiceTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly InMemoryApiTokenStore _store = new();
    private readonly ApiTokenService _tokens;

    public ApiTokenServiceTests()
    {
        _tokens = new ApiTokenService(_store, _time);
    }

    [Fact]
    public async Task CreateAsync_Twice_GivesTwoSecretsWithPrefixAnd256Bits()
    {
        var first = await CreateAsync();
        var second = await CreateAsync();

        Assert.NotEqual(first.Secret, second.Secret);
        Assert.Matches("^nz_[A-Za-z0-9_-]{43}$", first.Secret);
        Assert.DoesNotContain(first.Secret, first.ToString());
    }

    [Fact]
    public async Task VerifyAsync_KnownSecret_FindsItsTokenAndNotesTheUse()
    {
        var issued = await CreateAsync();

        var found = await _tokens.VerifyAsync(issued.Secret, TestContext.Current.CancellationToken);

        Assert.Equal(issued.Token.Id, found?.Id);
        await Eventually.IsTrueAsync(async () => (await _tokens.ListAsync(1, TestContext.Current.CancellationToken))[0].LastUsedAt == _time.GetUtcNow());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nz_unknown")]
    public async Task VerifyAsync_UnknownSecret_IsNull(string secret)
    {
        await CreateAsync();

        Assert.Null(await _tokens.VerifyAsync(secret, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task VerifyAsync_SecretTooLong_IsRefusedUnread()
    {
        Assert.Null(await _tokens.VerifyAsync(new string('x', ApiTokenService.MaxSecretLength + 1), TestContext.Current.CancellationToken));

        Assert.Equal(0, _store.Readings);
    }

    [Fact]
    public async Task VerifyAsync_WithinHalfAMinute_ReadsTheStoreOnce()
    {
        var issued = await CreateAsync();

        await _tokens.VerifyAsync(issued.Secret, TestContext.Current.CancellationToken);
        _time.Advance(VerifiedTokenCache.Lifetime - TimeSpan.FromTicks(1));
        await _tokens.VerifyAsync(issued.Secret, TestContext.Current.CancellationToken);
        var readingsBefore = _store.Readings;
        _time.Advance(TimeSpan.FromTicks(1));
        await _tokens.VerifyAsync(issued.Secret, TestContext.Current.CancellationToken);

        Assert.Equal((1, 2), (readingsBefore, _store.Readings));
    }

    [Fact]
    public async Task VerifyAsync_AtItsExpiry_IsNullEvenFromTheCache()
    {
        var issued = await CreateAsync(_time.GetUtcNow().AddSeconds(10));

        var before = await _tokens.VerifyAsync(issued.Secret, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(10));
        var after = await _tokens.VerifyAsync(issued.Secret, TestContext.Current.CancellationToken);

        Assert.NotNull(before);
        Assert.Null(after);
    }

    [Fact]
    public async Task RevokeAsync_TokenInTheCache_IsRefusedAtOnce()
    {
        var issued = await CreateAsync();
        await _tokens.VerifyAsync(issued.Secret, TestContext.Current.CancellationToken);

        var known = await _tokens.RevokeAsync(issued.Token.Id, TestContext.Current.CancellationToken);

        Assert.True(known);
        Assert.Null(await _tokens.VerifyAsync(issued.Secret, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RevokeAsync_BetweenReadingAndRemembering_IsNotForgotten()
    {
        var issued = await CreateAsync();
        _store.AfterReading = async () =>
        {
            _store.AfterReading = () => Task.CompletedTask;
            await _tokens.RevokeAsync(issued.Token.Id, TestContext.Current.CancellationToken);
        };

        await _tokens.VerifyAsync(issued.Secret, TestContext.Current.CancellationToken); // read before, answered after

        Assert.Null(await _tokens.VerifyAsync(issued.Secret, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RevokeAsync_UnknownToken_IsFalse()
    {
        Assert.False(await _tokens.RevokeAsync(Guid.CreateVersion7(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AddKnownAsync_RevokedBefore_StaysRevoked()
    {
        var first = await _tokens.AddKnownAsync("bootstrap", "a-configured-secret", [ApiScopes.Admin], TestContext.Current.CancellationToken);
        var token = await _tokens.VerifyAsync("a-configured-secret", TestContext.Current.CancellationToken);
        await _tokens.RevokeAsync(token!.Id, TestContext.Current.CancellationToken);

        var second = await _tokens.AddKnownAsync("bootstrap", "a-configured-secret", [ApiScopes.Admin], TestContext.Current.CancellationToken);

        Assert.Equal((true, false), (first, second));
        Assert.Null(await _tokens.VerifyAsync("a-configured-secret", TestContext.Current.CancellationToken));
    }

    private Task<IssuedToken> CreateAsync(DateTimeOffset? expiresAt = null) =>
        _tokens.CreateAsync("ci", [ApiScopes.Read], expiresAt, TestContext.Current.CancellationToken);
}
