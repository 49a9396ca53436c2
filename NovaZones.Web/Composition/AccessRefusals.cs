using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using NovaZones.Core.Access;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Composition;

/// <summary>Refuses programs with a problem document (401, or 403 naming the scope they lack) and people with a page.</summary>
internal sealed class AccessRefusals : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _pages = new();

    /// <inheritdoc />
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || !context.IsForPrograms())
        {
            return _pages.HandleAsync(next, context, policy, authorizeResult);
        }

        if (authorizeResult.Challenged)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return OutcomeResults.Problem(
                StatusCodes.Status401Unauthorized,
                ProblemTypes.Unauthenticated,
                "Credentials are needed.",
                context.Request.Headers.Authorization.Count > 0
                    ? "The token is unknown, revoked or expired."
                    : "Send an API token as Authorization: Bearer TOKEN.").ExecuteAsync(context);
        }

        if (context.User.FindFirstValue(ZoneClaims.ParentCertificateFault) is { } fault
            && policy.Requirements.OfType<AccessRequirement>().Any(requirement => requirement.Scope == ApiScopes.ZoneParent || requirement.OtherScope == ApiScopes.ZoneParent))
        {
            return OutcomeResults.Problem(
                StatusCodes.Status403Forbidden,
                ProblemTypes.Forbidden,
                "A parent must show a certificate.",
                $"A parent must show a certificate: {fault}.").ExecuteAsync(context);
        }

        var scopes = policy.Requirements.OfType<AccessRequirement>().Select(requirement => requirement.Scope).Distinct().ToList();
        return OutcomeResults.Problem(
            StatusCodes.Status403Forbidden,
            ProblemTypes.Forbidden,
            "This is not allowed.",
            $"It needs the scope {string.Join(" and ", scopes)}.",
            new Dictionary<string, object?> { ["requiredScopes"] = scopes }).ExecuteAsync(context);
    }
}
