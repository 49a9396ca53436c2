using System.Net;
using System.Security.Claims;
using NovaZones.Core.Audit;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Audit;

/// <summary>Says for each request who acts and from where, so that whatever it changes is recorded as theirs.</summary>
internal static class RequestActor
{
    /// <summary>Must stand behind authentication and before everything that acts.</summary>
    public static void UseAuditActor(this WebApplication app) => app.Use((context, next) =>
    {
        Enter(context);
        return next(context);
    });

    /// <summary>The same for an answer that authentication itself gives, which never comes so far.</summary>
    public static void Enter(HttpContext context)
    {
        // Neither the request nor its connection, which serve others when it is over.
        var (user, address) = (context.User, context.Connection.RemoteIpAddress);
        AuditActor.Flow(() => Of(user, address));
    }

    /// <summary>The person or token of a request.</summary>
    public static AuditActor Of(ClaimsPrincipal user, IPAddress? address)
    {
        var from = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4().ToString() : address?.ToString();
        return user.FindFirstValue(ZoneClaims.TokenId) is { } token
                ? new AuditActor(AuditActorKind.Token, user.Identity?.Name ?? "", token, Words(user, ZoneClaims.Scope), from)
            : user.Identity is { IsAuthenticated: true, Name: { } name } && user.HasClaim(claim => claim.Type == ClaimTypes.NameIdentifier)
                ? new AuditActor(AuditActorKind.Person, name, user.FindFirstValue(ClaimTypes.NameIdentifier), Words(user, ClaimTypes.Role), from)
            : new AuditActor(AuditActorKind.Anonymous, "anonymous", Address: from);
    }

    private static string Words(ClaimsPrincipal user, string type) => string.Join(' ', user.FindAll(type).Select(claim => claim.Value).Order(StringComparer.Ordinal));
}
