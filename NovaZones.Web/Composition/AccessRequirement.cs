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
        if (user.HasClaim(ZoneClaims.Scope, requirement.Scope)
            || (requirement.OtherScope is { } other && user.HasClaim(ZoneClaims.Scope, other))
            || user.HasClaim(ZoneClaims.Scope, ApiScopes.Admin)
            || requirement._roles.Any(user.IsInRole))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
