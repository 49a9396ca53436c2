using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using NovaZones.Core.Access;

namespace NovaZones.Web.Composition;

/// <summary>Met by a token with a scope (or with <c>admin</c>), or by a person with a role (or a stronger one).</summary>
internal sealed class AccessRequirement(string scope, string weakestRole, string? otherScope = null) : AuthorizationHandler<AccessRequirement>, IAuthorizationRequirement
{
    private readonly string[] _roles = [.. Roles.All.SkipWhile(role => role != weakestRole)];

    /// <summary>The scope to ask for, named to whoever is refused.</summary>
    public string Scope => scope;

    /// <summary>Another scope that is enough, or null.</summary>
    public string? OtherScope => otherScope;

    /// <inheritdoc />
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        var user = context.User;
        if (Has(user, requirement.Scope)
            || (requirement.OtherScope is { } other && Has(user, other))
            || (user.HasClaim(ZoneClaims.Scope, ApiScopes.Admin) && !IsParentWithoutCertificate(user, requirement.Scope))
            || requirement._roles.Any(user.IsInRole))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private static bool Has(ClaimsPrincipal user, string wanted) => user.HasClaim(ZoneClaims.Scope, wanted) && !IsParentWithoutCertificate(user, wanted);

    /// <summary>Whether the right to act as a parent is asked of a token that came without the certificate it needs for that.</summary>
    private static bool IsParentWithoutCertificate(ClaimsPrincipal user, string wanted) => wanted == ApiScopes.ZoneParent && user.HasClaim(claim => claim.Type == ZoneClaims.ParentCertificateFault);
}
