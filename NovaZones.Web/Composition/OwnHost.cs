using System.Security.Claims;
using NovaZones.Core.Access;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Composition;

/// <summary>Keeps a token that was made for one host to that host.</summary>
internal static class OwnHost
{
    /// <summary>The only host that the caller may speak for; null for every host.</summary>
    public static string? BoundHost(this ClaimsPrincipal user) => user.FindFirstValue(ZoneClaims.Host);

    /// <summary>Refuses callers that are bound to a host other than the route's <c>name</c>, whether or not that host exists.</summary>
    public static RouteHandlerBuilder OnlyOwnHost(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (context, next) =>
        context.HttpContext.User.BoundHost() is { } bound && !string.Equals(bound, context.HttpContext.GetRouteValue("name") as string, StringComparison.Ordinal)
            ? OutcomeResults.Problem(
                StatusCodes.Status403Forbidden,
                ProblemTypes.Forbidden,
                "This is not allowed.",
                $"The token is for the host {bound} alone.",
                new Dictionary<string, object?> { ["requiredScopes"] = new[] { ApiScopes.HostsReport } })
            : await next(context));
}
