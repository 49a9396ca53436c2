namespace NovaZones.Web.Composition;

/// <summary>Claims that a token's bearer carries.</summary>
internal static class ZoneClaims
{
    /// <summary>One scope of the token.</summary>
    public const string Scope = "scope";

    /// <summary>The token's id.</summary>
    public const string TokenId = "token_id";

    /// <summary>The only host that the token may report for; absent for every host.</summary>
    public const string Host = "host";
}
