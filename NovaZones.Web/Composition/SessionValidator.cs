using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NovaZones.Core.Access;
using NovaZones.Data.Identity;

namespace NovaZones.Web.Composition;

/// <summary>Whether a person's cookie still holds: by the stamp of the person, and by whether its session was left.</summary>
internal sealed class SessionValidator(
    IOptions<SecurityStampValidatorOptions> options, SignInManager<ZoneUser> signIn, ILoggerFactory logs, SessionEnds ends, IEndedSessionStore sessions)
    : SecurityStampValidator<ZoneUser>(options, signIn, logs)
{
    /// <inheritdoc />
    public override async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Principal is { } person && (ends.IsEnded(person) || ends.IsDoubtful(person, context.Properties.IssuedUtc)))
        {
            context.Properties.IssuedUtc = null; // believed for no more moment
        }

        await base.ValidateAsync(context);
    }

    /// <inheritdoc />
    protected override async Task<ZoneUser?> VerifySecurityStamp(ClaimsPrincipal? principal) =>
        principal is null || (SessionEnds.SessionOf(principal) is { } session && await sessions.IsEndedAsync(session, CancellationToken.None))
            ? null
            : await base.VerifySecurityStamp(principal);

    /// <summary>Carries the session over when the claims of a person are read anew; a cookie of a version without sessions gets one.</summary>
    internal static Task CarryOnAsync(SecurityStampRefreshingPrincipalContext context)
    {
        var session = context.CurrentPrincipal is { } before ? SessionEnds.SessionOf(before) : null;
        ((ClaimsIdentity)context.NewPrincipal!.Identity!).AddClaim(ZoneSignInManager.SessionClaim(session ?? Guid.NewGuid()));
        return Task.CompletedTask;
    }
}
