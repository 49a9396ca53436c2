using NovaZones.Core.Access;
using NovaZones.Core.Fleet;

namespace NovaZones.Data.Identity;

/// <summary>A row of the API tokens. The secret itself is nowhere.</summary>
internal sealed class ApiTokenEntity
{
    public const int NameLength = 100;
    public const int HashLength = 32;
    public const int ScopesLength = 200;
    public const int HostLength = HostReportParser.MaxNameLength;

    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>Scopes, one space between.</summary>
    public required string Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>The only host for which it may report, or null.</summary>
    public string? Host { get; init; }

    public ApiToken ToToken() =>
        new(Id, Name, Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries), CreatedAt, ExpiresAt, LastUsedAt, RevokedAt, Host);
}
