namespace NovaZones.Core.Access;

/// <summary>Where API tokens are kept. Secrets never reach it, only their SHA-256 hashes.</summary>
public interface IApiTokenStore
{
    /// <summary>Keeps a new token.</summary>
    /// <param name="token">What is known of it.</param>
    /// <param name="secretHash">SHA-256 of its secret, 32 bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when a token with this hash is already kept (then nothing changes).</returns>
    Task<bool> TryAddAsync(ApiToken token, byte[] secretHash, CancellationToken cancellationToken);

    /// <summary>Finds the token with exactly this hash, revoked or expired ones included; null when there is none.</summary>
    /// <param name="secretHash">SHA-256 of the secret, 32 bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ApiToken?> FindAsync(byte[] secretHash, CancellationToken cancellationToken);

    /// <summary>Finds the token of that id, revoked or expired ones included; null when there is none.</summary>
    /// <param name="id">The token.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ApiToken?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Lists tokens, the newest first, the revoked ones included.</summary>
    /// <param name="limit">The most to answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<ApiToken>> ListAsync(int limit, CancellationToken cancellationToken) => ListAsync(new ApiTokenFilter(limit), cancellationToken);

    /// <summary>Lists some tokens, the newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<ApiToken>> ListAsync(ApiTokenFilter filter, CancellationToken cancellationToken);

    /// <summary>Marks a token as revoked; once revoked, its moment does not move.</summary>
    /// <param name="id">The token.</param>
    /// <param name="revokedAt">The moment.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when no such token is kept.</returns>
    Task<bool> RevokeAsync(Guid id, DateTimeOffset revokedAt, CancellationToken cancellationToken);

    /// <summary>Notes that a token was used.</summary>
    /// <param name="id">The token.</param>
    /// <param name="usedAt">The moment.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task TouchAsync(Guid id, DateTimeOffset usedAt, CancellationToken cancellationToken);

    /// <summary>Whether any token was ever kept.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<bool> AnyAsync(CancellationToken cancellationToken);
}
