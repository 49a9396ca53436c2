using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Access;

/// <summary>Where the console's sign-out form posts to.</summary>
internal static class SignOutEndpoint
{
    /// <summary>Maps <c>POST /logout</c>.</summary>
    public static void MapSignOut(this IEndpointRouteBuilder routes) => routes.MapPost("/logout", SignOutAsync).RequireAuthorization(AccessPolicies.Person).ExcludeFromDescription();

    // Binding a form value is what makes the framework ask for the form's antiforgery token.
    internal static async Task<RedirectHttpResult> SignOutAsync(ConsoleSignIn signIn, [FromForm] string? from = null)
    {
        return TypedResults.LocalRedirect(await signIn.SignOutAsync() ? "/login?left=true" : "/login");
    }
}
