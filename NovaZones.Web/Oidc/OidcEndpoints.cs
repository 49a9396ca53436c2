using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Access;

namespace NovaZones.Web.Oidc;

/// <summary>The ways to the provider and back; the way in between is the protocol's own.</summary>
internal static class OidcEndpoints
{
    /// <summary>Maps <c>GET /login/oidc</c> and <c>GET /login/oidc/leave</c> where a provider is configured.</summary>
    public static void MapOidc(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<IOptions<OidcOptions>>().Value.IsOn)
        {
            return;
        }

        routes.MapGet("/login/oidc", GoAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/login/oidc/leave", LeaveAsync).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>The sign-in page, saying why not.</summary>
    public static string Refusal(OidcOutcome outcome) => $"/login?oidc={outcome}";

    private static Task GoAsync(HttpContext context, ILogger<OidcSignIn> logger, string? returnUrl = null) => TryAsync(
        context, logger, () => context.ChallengeAsync(ZoneSchemes.Oidc, new AuthenticationProperties { RedirectUri = LocalUrl.OrHome(returnUrl) }));

    /// <summary>Ends the session at the provider; the one here has ended before.</summary>
    private static Task LeaveAsync(HttpContext context, ILogger<OidcSignIn> logger) => TryAsync(
        context, logger, () => context.SignOutAsync(ZoneSchemes.Oidc, new AuthenticationProperties { RedirectUri = "/login" }));

    private static async Task TryAsync(HttpContext context, ILogger logger, Func<Task> go)
    {
        try
        {
            await go();
        }
        catch (Exception ex) when (ex is InvalidOperationException or HttpRequestException or IOException && !context.Response.HasStarted)
        {
            // The provider's own description could not be read; the library tells it as a state that must not be.
            logger.LogOidcFailure(ex.InnerException?.Message ?? ex.Message);
            context.Response.Redirect(Refusal(OidcOutcome.Unreachable));
        }
    }
}
