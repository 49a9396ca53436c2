using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace NovaZones.Web.Composition;

/// <summary>How people sign in, and the first token (section <c>Auth</c>).</summary>
internal sealed class AuthOptions
{
    public const string SectionName = "Auth";

    /// <summary>An administrator's API token that this zone knows from its start on.</summary>
    /// <value>16 to 512 visible ASCII characters; default none: one is generated at the first start and printed once.</value>
    [RegularExpression("^[!-~]{16,512}$", ErrorMessage = "Auth:BootstrapToken must be 16 to 512 visible ASCII characters without spaces.")]
    public string? BootstrapToken { get; set; }

    /// <summary>The weakest role whose people must have a second factor; stronger roles must, too. Who has none yet may do nothing but set one up.</summary>
    /// <value><c>Viewer</c>, <c>Operator</c> or <c>Administrator</c>; default none: everybody may, nobody must.</value>
    [RegularExpression("^(Viewer|Operator|Administrator)$", ErrorMessage = "Auth:RequireSecondFactor must be Viewer, Operator or Administrator.")]
    public string? RequireSecondFactor { get; set; }

    /// <summary>The longest that a cookie, an open console, a listener of <c>/hubs/zone</c> or <c>/api/v1/events</c> is believed without a look at the person's or the token's row.</summary>
    /// <value>1 s to 5 minutes; default 10 s. Each look reads one row for each caller who has something open.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan RecheckInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The first person who may sign in.</summary>
    [ValidateObjectMembers]
    public FirstAdministratorOptions Admin { get; set; } = new();
}
