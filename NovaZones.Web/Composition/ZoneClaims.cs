namespace NovaZones.Web.Composition;

/// <summary>Claims of our own, of tokens and of people.</summary>
internal static class ZoneClaims
{
    /// <summary>One scope of the token.</summary>
    public const string Scope = "scope";

    /// <summary>The token's id.</summary>
    public const string TokenId = "token_id";

    /// <summary>The only host that the token may report for; absent for every host.</summary>
    public const string Host = "host";

    /// <summary>Held by a token that may not act as a parent for want of a good certificate; the value says what is wrong with it.</summary>
    public const string ParentCertificateFault = "parent_certificate_fault";

    /// <summary>Held by a person who must set up a second factor first and therefore has no role yet.</summary>
    public const string SecondFactorMissing = "second_factor_missing";

    /// <summary>Which sign-in a person's cookie comes from. Opens nothing: it only says what a sign-out ends.</summary>
    public const string Session = "session";
}
