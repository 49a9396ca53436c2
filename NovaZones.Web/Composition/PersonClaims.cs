using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NovaZones.Data.Identity;

namespace NovaZones.Web.Composition;

/// <summary>What a session knows of its person. Who must set up a second factor first gets no role until then.</summary>
/// <remarks>Here and not in policies, so that no page, hub or route can forget it. Sessions look again every <see cref="AuthOptions.RecheckInterval"/>.</remarks>
internal sealed class PersonClaims(UserManager<ZoneUser> people, RoleManager<IdentityRole<Guid>> roles, IOptions<IdentityOptions> options, SecondFactor factor)
    : UserClaimsPrincipalFactory<ZoneUser, IdentityRole<Guid>>(people, roles, options)
{
    /// <inheritdoc />
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(ZoneUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        var held = identity.FindAll(identity.RoleClaimType).ToList();
        if (factor.IsMissing(user, held.Select(role => role.Value)))
        {
            held.ForEach(identity.RemoveClaim);
            identity.AddClaim(new Claim(ZoneClaims.SecondFactorMissing, "true"));
        }

        return identity;
    }
}
