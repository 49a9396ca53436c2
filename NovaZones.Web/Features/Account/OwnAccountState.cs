namespace NovaZones.Web.Features.Account;

/// <summary>How a person's own account stands.</summary>
/// <param name="Name">The name to sign in with.</param>
/// <param name="Role">The strongest role; null when there is none.</param>
/// <param name="HasPassword">Whether the zone itself knows a password of the person.</param>
/// <param name="HasSecondFactor">Whether signing in asks for a code.</param>
/// <param name="RecoveryCodes">Recovery codes that are left.</param>
/// <param name="IsSecondFactorRequired">Whether the role asks for a second factor.</param>
internal sealed record OwnAccountState(string Name, string? Role, bool HasPassword, bool HasSecondFactor, int RecoveryCodes, bool IsSecondFactorRequired);
