namespace NovaZones.Core.Access;

/// <summary>What is known of an API token. Its secret is not part of it: only a hash of that is stored.</summary>
/// <param name="Id">The token's id.</param>
/// <param name="Name">What the operator calls it; need not be unique.</param>
/// <param name="Scopes">What it allows, from <see cref="ApiScopes"/>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From this moment on it is refused; null never.</param>
/// <param name="LastUsedAt">When it was last seen, exact to about a minute; null never.</param>
/// <param name="RevokedAt">When it was revoked; null while it is good.</param>
/// <param name="Host">The only host for which it may report; null for every host.</param>
public sealed record ApiToken(
    Guid Id,
    string Name,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt,
    string? Host = null)
{
    /// <summary>Whether the token opens anything at a moment: neither revoked nor expired.</summary>
    /// <param name="now">The moment.</param>
    public bool IsUsableAt(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || now < ExpiresAt);

    /// <summary>Whether the token allows what a scope stands for; <see cref="ApiScopes.Admin"/> allows everything.</summary>
    /// <param name="scope">One of <see cref="ApiScopes"/>.</param>
    public bool Allows(string scope) => Scopes.Contains(scope) || Scopes.Contains(ApiScopes.Admin);
}
