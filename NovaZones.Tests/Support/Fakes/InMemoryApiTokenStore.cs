using NovaZones.Core.Access;

namespace NovaZones.Tests.Support.Fakes;

/// <summary>Tokens in memory, with a count of readings.</summary>
internal sealed class InMemoryApiTokenStore : IApiTokenStore
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, ApiToken> _tokens = [];

    public int Readings { get; private set; }

    /// <summary>Runs after a reading and before its answer: the moment a race needs.</summary>
    public Func<Task> AfterReading { get; set; } = () => Task.CompletedTask;

    public Task<bool> TryAddAsync(ApiToken token, byte[] secretHash, CancellationToken cancellationToken) =>
        Task.FromResult(_tokens.TryAdd(Convert.ToHexString(secretHash), token));

    public async Task<ApiToken?> FindAsync(byte[] secretHash, CancellationToken cancellationToken)
    {
        Readings++;
        var found = _tokens.GetValueOrDefault(Convert.ToHexString(secretHash));
        await AfterReading();
        return found;
    }

    public Task<ApiToken?> FindAsync(Guid id, CancellationToken cancellationToken) => Task.FromResult(_tokens.Values.FirstOrDefault(token => token.Id == id));

    public Task<IReadOnlyList<ApiToken>> ListAsync(ApiTokenFilter filter, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ApiToken>>(
    [
        .. _tokens.Values
            .Where(token => filter.Text is null || token.Name.Contains(filter.Text, StringComparison.OrdinalIgnoreCase))
            .Where(token => filter.UsableAt is not { } now || token.IsUsableAt(now))
            .Take(filter.Limit),
    ]);

    public Task<bool> RevokeAsync(Guid id, DateTimeOffset revokedAt, CancellationToken cancellationToken) =>
        Task.FromResult(Change(id, token => token with { RevokedAt = revokedAt }));

    public Task TouchAsync(Guid id, DateTimeOffset usedAt, CancellationToken cancellationToken) =>
        Task.FromResult(Change(id, token => token with { LastUsedAt = usedAt }));

    public Task<bool> AnyAsync(CancellationToken cancellationToken) => Task.FromResult(_tokens.Count > 0);

    private bool Change(Guid id, Func<ApiToken, ApiToken> change)
    {
        var key = _tokens.FirstOrDefault(entry => entry.Value.Id == id).Key;
        if (key is null)
        {
            return false;
        }

        _tokens[key] = change(_tokens[key]);
        return true;
    }
}
