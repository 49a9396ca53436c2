namespace NovaZones.Web.Composition;

/// <summary>The names of the authentication schemes.</summary>
internal static class ZoneSchemes
{
    /// <summary>Chooses between the others by what the request carries.</summary>
    public const string Any = "Zone";

    /// <summary>API tokens; people's cookies are Identity's own scheme.</summary>
    public const string Token = "ApiToken";

    /// <summary>The OpenID Connect provider; there only where one is configured.</summary>
    public const string Oidc = "Oidc";
}
