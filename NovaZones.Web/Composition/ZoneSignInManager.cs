using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NovaZones.Data.Identity;

namespace NovaZones.Web.Composition;

/// <summary>Gives every sign-in a session of its own, whichever way somebody signs in. All tabs of a browser share it.</summary>
internal sealed class ZoneSignInManager(
    UserManager<ZoneUser> people,
    IHttpContextAccessor context,
    IUserClaimsPrincipalFactory<ZoneUser> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<ZoneUser>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<ZoneUser> confirmation,
    SignOuts signOuts)
    : SignInManager<ZoneUser>(people, context, claims, options, logger, schemes, confirmation)
{
    /// <inheritdoc />
    /// <remarks>
    /// The cookie that it replaces goes out of this browser's reach: of the same person the session goes on, so that signing out ends
    /// the tabs of before, too; of somebody else it ends here.
    /// </remarks>
    public override async Task SignInWithClaimsAsync(ZoneUser user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        ArgumentNullException.ThrowIfNull(user);
        var before = (await Context.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Principal;
        var session = before is not null && UserManager.GetUserId(before) == user.Id.ToString() ? SessionEnds.SessionOf(before) : null;
        if (before is not null && session is null)
        {
            await signOuts.EndAsync(before);
        }

        await base.SignInWithClaimsAsync(
            user, authenticationProperties, [.. additionalClaims, SessionClaim(session ?? Guid.NewGuid())]);
    }

    /// <summary>The claim that names a session.</summary>
    internal static Claim SessionClaim(Guid session) => new(ZoneClaims.Session, session.ToString());
}
