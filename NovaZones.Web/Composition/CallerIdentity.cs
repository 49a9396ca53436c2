using System.Security.Claims;

namespace NovaZones.Web.Composition;

/// <summary>Who a request came from, in the form that reservations and plans are bound to.</summary>
internal static class CallerIdentity
{
    /// <summary><c>token:ID</c> for a program, <c>user:NAME</c> for a person, <c>anonymous</c> where credentials are switched off.</summary>
    public static string Caller(this ClaimsPrincipal user) =>
        user.FindFirstValue(ZoneClaims.TokenId) is { } token ? $"token:{token}" : user.Identity is { IsAuthenticated: true, Name: { } name } ? $"user:{name}" : "anonymous";
}
