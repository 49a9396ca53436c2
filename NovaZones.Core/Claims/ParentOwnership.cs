using NovaZones.Core.Access;

namespace NovaZones.Core.Claims;

/// <summary>Decides whether a parent may speak of what a claim made.</summary>
/// <remarks>
/// It must come with the credential that claimed. When that one was revoked or has expired, a credential that names the same parent zone
/// takes over: a zone whose token is renewed keeps what it claimed. As long as the old one is good the name alone is not enough.
/// </remarks>
internal sealed class ParentOwnership(ApiTokenService tokens)
{
    private const string TokenPrefix = "token:";

    /// <param name="claimedBy">Who claimed.</param>
    /// <param name="parentZoneId">Which parent zone it claimed for, if it said so.</param>
    /// <param name="caller">Who speaks.</param>
    /// <param name="zoneId">Which zone it says it is, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> OwnsAsync(string claimedBy, Guid? parentZoneId, string caller, Guid? zoneId, CancellationToken cancellationToken)
    {
        if (claimedBy == caller)
        {
            // Two parents may share a credential; what each says it is tells them apart.
            return parentZoneId is null || zoneId is null || parentZoneId == zoneId;
        }

        return IsHeir(claimedBy, parentZoneId, zoneId, out var token) && !await tokens.IsUsableAsync(token, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether it is the same parent zone with another credential.</summary>
    public static bool IsHeir(string claimedBy, Guid? parentZoneId, Guid? zoneId, out Guid token)
    {
        token = Guid.Empty;
        return parentZoneId is not null && parentZoneId == zoneId && claimedBy.StartsWith(TokenPrefix, StringComparison.Ordinal) && Guid.TryParse(claimedBy.AsSpan(TokenPrefix.Length), out token);
    }
}
