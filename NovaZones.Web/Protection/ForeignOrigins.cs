using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Identity;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Protection;

/// <summary>Refuses what a page of another origin makes a signed-in person's browser send: changes, and connections that stay open.</summary>
/// <remarks>
/// The cookie's own rule (SameSite) counts all ports of a machine as one site, and a cookie opens the API, where there is no form with a token.
/// A browser names the origin itself and no page can change that. Programs name none and show a token, which no other page knows.
/// </remarks>
internal static class ForeignOrigins
{
    /// <summary>Must stand behind authentication.</summary>
    public static void UseForeignOriginCheck(this WebApplication app) => app.Use((context, next) =>
        IsForeign(context)
            ? OutcomeResults.Problem(
                StatusCodes.Status403Forbidden,
                ProblemTypes.Forbidden,
                "This is not allowed.",
                "A page of another origin asked with a person's session.").ExecuteAsync(context)
            : next(context));

    private static bool IsForeign(HttpContext context)
    {
        var request = context.Request;
        var changes = !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || HttpMethods.IsTrace(request.Method));
        if (!changes && context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
        {
            return false;
        }

        return context.User.Identities.Any(identity => identity.IsAuthenticated && identity.AuthenticationType == IdentityConstants.ApplicationScheme)
            && request.Headers.Origin is [{ Length: > 0 } origin]
            && !IsOwn(origin, request);
    }

    /// <remarks>Behind a proxy that ends TLS the schemes differ; the authority is what tells pages apart.</remarks>
    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && string.Equals(uri.Authority, new UriBuilder(uri.Scheme, request.Host.Host, request.Host.Port ?? -1).Uri.Authority, StringComparison.OrdinalIgnoreCase);
}
