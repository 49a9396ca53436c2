namespace NovaZones.Web.Features.Access;

/// <summary>What is asked for when a token is made.</summary>
public sealed record CreateTokenBody
{
    /// <summary>What the operator calls it: 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do: at least one of <c>read</c>, <c>placements:write</c>, <c>hosts:report</c>, <c>zone:parent</c>, <c>admin</c>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When it ends; absent or null never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The only host that it may report for, with scope <c>hosts:report</c> alone; absent or null for every host.</summary>
    public string? Host { get; init; }
}

/// <summary>A token that was made; its secret is shown here and never again.</summary>
/// <param name="Id">The token's id.</param>
/// <param name="Token">The secret, to send as <c>Authorization: Bearer</c>.</param>
public sealed record CreatedTokenResponse(Guid Id, string Token);

/// <summary>A token as it is listed.</summary>
/// <param name="Id">The token's id.</param>
/// <param name="Name">What the operator calls it.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends; null never.</param>
/// <param name="LastUsedAt">When it was last seen, exact to about a minute; null never.</param>
/// <param name="RevokedAt">When it was revoked; null while it is good.</param>
/// <param name="Host">The only host that it may report for; null for every host.</param>
public sealed record TokenResponse(
    Guid Id,
    string Name,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt,
    string? Host);

/// <summary>Tokens, the newest first.</summary>
/// <param name="Items">The tokens.</param>
public sealed record TokenListResponse(IReadOnlyList<TokenResponse> Items);
