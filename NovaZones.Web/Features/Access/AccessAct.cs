namespace NovaZones.Web.Features.Access;

/// <summary>What can be done to people and tokens.</summary>
public enum AccessAct
{
    /// <summary>A person was added.</summary>
    PersonAdded,

    /// <summary>A person got another role.</summary>
    RoleChanged,

    /// <summary>A person may not sign in until unlocked.</summary>
    PersonLocked,

    /// <summary>A person may sign in again.</summary>
    PersonUnlocked,

    /// <summary>A person got a new password.</summary>
    PasswordReset,

    /// <summary>A person's second factor was taken off, as after the loss of a phone.</summary>
    SecondFactorReset,

    /// <summary>Every session of a person was ended.</summary>
    SignedOutEverywhere,

    /// <summary>A person was removed.</summary>
    PersonRemoved,

    /// <summary>A token was made.</summary>
    TokenCreated,

    /// <summary>A token was revoked.</summary>
    TokenRevoked,
}
