namespace NovaZones.Data.Identity;

/// <summary>Names under which a person's row of tokens holds what a second factor consists of.</summary>
public static class SecondFactorTokens
{
    /// <summary>Whose tokens these are: Identity's own store, which keeps authenticator keys and recovery codes under this name.</summary>
    public const string Provider = "[AspNetUserStore]";

    /// <summary>The key that the person's app shares with the zone.</summary>
    public const string Key = "AuthenticatorKey";

    /// <summary>Recovery codes that are still good.</summary>
    public const string RecoveryCodes = "RecoveryCodes";

    /// <summary>The newest step of time whose code was taken; none up to it is taken again (RFC 6238, 5.2).</summary>
    public const string LastStep = "AuthenticatorLastStep";
}
