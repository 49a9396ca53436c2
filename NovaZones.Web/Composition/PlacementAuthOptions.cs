using System.ComponentModel.DataAnnotations;

namespace NovaZones.Web.Composition;

/// <summary>Whether programs must show a token (key <c>Placement:Auth</c>).</summary>
internal sealed class PlacementAuthOptions
{
    public const string SectionName = "Placement";

    public const string NoAuth = "noauth";

    /// <summary>What an API call without credentials may do.</summary>
    /// <value>
    /// <c>token</c> (default): nothing. <c>noauth</c>: read, place and report hosts, as with the scopes <c>read</c>,
    /// <c>placements:write</c> and <c>hosts:report</c>; for closed test networks. The console needs sign-in either way.
    /// </value>
    [RegularExpression("^(token|noauth)$", ErrorMessage = "Placement:Auth must be token or noauth.")]
    public string Auth { get; set; } = "token";
}
