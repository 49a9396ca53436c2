using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace NovaZones.Web.Composition;

/// <summary>The first operator and the first token (section <c>Auth</c>).</summary>
internal sealed class AuthOptions
{
    public const string SectionName = "Auth";

    /// <summary>An administrator's API token that this zone knows from its start on.</summary>
    /// <value>16 to 512 visible ASCII characters; default none: one is generated at the first start and printed once.</value>
    [RegularExpression("^[!-~]{16,512}$", ErrorMessage = "Auth:BootstrapToken must be 16 to 512 visible ASCII characters without spaces.")]
    public string? BootstrapToken { get; set; }

    /// <summary>The first person who may sign in.</summary>
    [ValidateObjectMembers]
    public FirstAdministratorOptions Admin { get; set; } = new();
}
