namespace NovaZones.Client.Models;

/// <summary>An API token as it is listed; its secret is not told again.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="ExpiresAt">When it ends; null never.</param>
/// <param name="LastUsedAt">When it was last seen, exact to about a minute; null never.</param>
/// <param name="RevokedAt">When it was revoked; null while it is good.</param>
/// <param name="Host">The only host that it may report for; null for every host.</param>
public sealed record ApiToken(
    Guid Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt, string? Host = null);

/// <summary>A token that was just made.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Token">The secret, told this once.</param>
public sealed record NewApiToken(Guid Id, string Token);
