using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Access;

/// <summary>Where the console's sign-out form posts to.</summary>
internal static class SignOutEndpoint
{
    /// <summary>Maps <c>POST /logout</c>.</summary>
    public static void MapSignOut(this IEndpointRouteBuilder routes) => routes.MapPost("/logout", SignOutAsync).RequireAuthorization(AccessPolicies.Person).ExcludeFromDescription();

    /// <summary>Signs out who sent the console's own form; another site's is refused with 400.</summary>
    internal static async Task<Results<RedirectHttpResult, BadRequest>> SignOutAsync(HttpContext context, IAntiforgery antiforgery, ConsoleSignIn signIn)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        return TypedResults.LocalRedirect(await signIn.SignOutAsync() ? "/login?left=true" : "/login");
    }
}
