using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace NovaZones.Core.Access;

/// <summary>Makes, checks, lists and revokes API tokens. Safe for many threads.</summary>
/// <remarks>
/// A secret has 256 random bits, so a plain SHA-256 of it is enough: there is nothing to guess. It is looked up by that hash
/// and never compared as text, so the time a check takes says nothing about how much of a guess was right.
/// </remarks>
public sealed class ApiTokenService(IApiTokenStore store, TimeProvider time)
{
    /// <summary>How every generated secret begins, so that scanners of repositories and logs can find a leaked one.</summary>
    public const string Prefix = "nz_";

    /// <summary>The longest text that is looked at as a secret; longer ones are refused unread.</summary>
    public const int MaxSecretLength = 512;

    private readonly VerifiedTokenCache _cache = new(time);

    /// <summary>Makes a token with a new random secret.</summary>
    /// <param name="name">What the operator calls it.</param>
    /// <param name="scopes">What it allows, from <see cref="ApiScopes"/>.</param>
    /// <param name="expiresAt">When it ends; null never.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IssuedToken> CreateAsync(string name, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        CreateAsync(name, scopes, expiresAt, null, cancellationToken);

    /// <summary>Makes a token with a new random secret that is good for one host alone.</summary>
    /// <param name="name">What the operator calls it.</param>
    /// <param name="scopes">What it allows, from <see cref="ApiScopes"/>.</param>
    /// <param name="expiresAt">When it ends; null never.</param>
    /// <param name="host">The only host for which it may report; null for every host.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IssuedToken> CreateAsync(
        string name, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt, string? host, CancellationToken cancellationToken)
    {
        var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var token = NewToken(name, scopes, expiresAt) with { Host = host };
        await store.TryAddAsync(token, Hash(secret), cancellationToken).ConfigureAwait(false);
        return new IssuedToken(token, secret);
    }

    /// <summary>Keeps a token whose secret someone else chose, for instance in the configuration.</summary>
    /// <param name="name">What the operator calls it.</param>
    /// <param name="secret">The secret as it will be sent.</param>
    /// <param name="scopes">What it allows, from <see cref="ApiScopes"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when a token with this secret is known already, revoked or not.</returns>
    public async Task<bool> AddKnownAsync(
        string name, string secret, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var hash = Hash(secret);
        return await store.FindAsync(hash, cancellationToken).ConfigureAwait(false) is null
            && await store.TryAddAsync(NewToken(name, scopes, null), hash, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a secret was verified within the last seconds, so that verifying it again reads nothing.</summary>
    /// <param name="secret">What the caller sent.</param>
    public bool IsFresh(string secret) =>
        secret.Length is > 0 and <= MaxSecretLength && _cache.Find(Convert.ToHexString(Hash(secret)), out _) is not null;

    /// <summary>Finds the token that a secret belongs to; null when it is unknown, revoked or expired.</summary>
    /// <param name="secret">What the caller sent.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ApiToken?> VerifyAsync(string secret, CancellationToken cancellationToken)
    {
        if (secret.Length is 0 or > MaxSecretLength)
        {
            return null;
        }

        var hash = Hash(secret);
        var key = Convert.ToHexString(hash);
        var now = time.GetUtcNow();
        var token = _cache.Find(key, out var revocations);
        if (token is null)
        {
            token = await store.FindAsync(hash, cancellationToken).ConfigureAwait(false);
            if (token is null || !token.IsUsableAt(now))
            {
                return null;
            }

            // Noted when the cache lets go of a token, so a busy one costs a write about twice a minute; beside the request, which must
            // neither wait for the note nor fail with it.
            _cache.Add(key, token, revocations);
            _ = Task.Run(() => NoteUseAsync(token.Id, now), CancellationToken.None);
        }

        return token.IsUsableAt(now) ? token : null;
    }

    /// <summary>Revokes a token; from then on it is refused, in this process at once and in other replicas as soon as they follow, within 30 s at the latest.</summary>
    /// <param name="id">The token.</param>
    /// <param name="cancellationToken">Gives up before anything is changed.</param>
    /// <returns>False when there is no such token.</returns>
    public async Task<bool> RevokeAsync(Guid id, CancellationToken cancellationToken)
    {
        var known = await store.RevokeAsync(id, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        _cache.Forget();
        return known;
    }

    /// <summary>Another replica revoked a token: all are read again.</summary>
    internal void ForgetVerified() => _cache.Forget();

    /// <summary>Lists tokens, the newest first, the revoked ones included.</summary>
    /// <param name="limit">The most to answer, 1 or more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<ApiToken>> ListAsync(int limit, CancellationToken cancellationToken) =>
        store.ListAsync(limit, cancellationToken);

    /// <summary>Lists some tokens, the newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<ApiToken>> ListAsync(ApiTokenFilter filter, CancellationToken cancellationToken) => store.ListAsync(filter, cancellationToken);

    /// <summary>Whether a token opens anything now; false also when there is no such token.</summary>
    /// <param name="id">The token.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> IsUsableAsync(Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } token && token.IsUsableAt(time.GetUtcNow());

    /// <summary>Whether any token was ever made, revoked ones included.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<bool> AnyAsync(CancellationToken cancellationToken) => store.AnyAsync(cancellationToken);

    private async Task NoteUseAsync(Guid id, DateTimeOffset usedAt)
    {
        try
        {
            await store.TouchAsync(id, usedAt, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The database is locked, full or gone, which whoever needs it will say; the next use is noted again.
            return;
        }
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private ApiToken NewToken(string name, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt) =>
        new(Guid.CreateVersion7(time.GetUtcNow()), name, scopes, time.GetUtcNow(), expiresAt, null, null);
}
