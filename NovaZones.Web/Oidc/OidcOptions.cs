using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace NovaZones.Web.Oidc;

/// <summary>Signing in by an OpenID Connect provider (section <c>Auth:Oidc</c>); off while no authority is named.</summary>
internal sealed class OidcOptions
{
    public const string SectionName = "Auth:Oidc";

    /// <summary>Address of the provider, below which <c>/.well-known/openid-configuration</c> is found.</summary>
    /// <value>An absolute https address, or http on this machine alone; default none: people sign in with passwords of the zone.</value>
    public string? Authority { get; set; }

    /// <summary>What the sign-in page calls the provider.</summary>
    /// <value>1 to 50 characters; default <c>single sign-on</c>.</value>
    [Required]
    [StringLength(50, MinimumLength = 1)]
    public string DisplayName { get; set; } = "single sign-on";

    /// <summary>The zone's name at the provider.</summary>
    /// <value>Needed with an authority. The provider must allow <c>ZONE/login/oidc/callback</c> and, after signing out, <c>ZONE/login/oidc/left</c>.</value>
    public string? ClientId { get; set; }

    /// <summary>The zone's secret at the provider.</summary>
    /// <value>Default none, for a public client; the exchange is bound by PKCE in both cases.</value>
    public string? ClientSecret { get; set; }

    /// <summary>What is asked for, with spaces between.</summary>
    /// <value>Must hold <c>openid</c>; default <c>openid profile</c>.</value>
    [Required]
    public string Scopes { get; set; } = "openid profile";

    /// <summary>The claim with the name that the person gets here.</summary>
    /// <value>Default <c>preferred_username</c>. A name that is somebody else's already is refused.</value>
    [Required]
    public string NameClaim { get; set; } = "preferred_username";

    /// <summary>The claim, one or a list, that says what the person may do.</summary>
    /// <value>Default <c>roles</c>; many providers call it <c>groups</c>.</value>
    [Required]
    public string RoleClaim { get; set; } = "roles";

    /// <summary>What the role claim must hold for each role.</summary>
    [ValidateObjectMembers]
    public OidcRoleOptions Roles { get; set; } = new();

    /// <summary>Whether people sign in by a provider.</summary>
    internal bool IsOn => !string.IsNullOrEmpty(Authority);
}
