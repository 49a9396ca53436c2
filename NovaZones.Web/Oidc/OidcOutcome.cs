namespace NovaZones.Web.Oidc;

/// <summary>How signing in by a provider ended. The names stand in addresses and in the words of the sign-in page.</summary>
internal enum OidcOutcome
{
    /// <summary>The person is in.</summary>
    SignedIn,

    /// <summary>The person is in, and can do nothing until a second factor is set up.</summary>
    FactorMissing,

    /// <summary>The person has a second factor at this zone and gives its code next.</summary>
    CodeNeeded,

    /// <summary>The provider gives the person no role here.</summary>
    NoRole,

    /// <summary>The name is missing, not allowed, or somebody else's.</summary>
    NameTaken,

    /// <summary>The person is locked at this zone.</summary>
    Locked,

    /// <summary>What came back is not to be trusted, or the person gave up.</summary>
    Failed,

    /// <summary>The provider does not answer.</summary>
    Unreachable,
}
