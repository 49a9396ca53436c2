using System.Data;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NovaZones.Data;
using NovaZones.Data.Identity;
using NovaZones.Web.Audit;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Oidc;

/// <summary>Signs in whom the provider vouches for, as a person of this zone without a password of the zone.</summary>
/// <remarks>
/// A person is known by the provider's issuer and its word for them (<c>sub</c>), never by name: somebody who may choose a name there must not
/// become somebody here. The role follows the provider at every sign-in. Locks and the end of all sessions work as for everybody else.
/// </remarks>
internal sealed class OidcSignIn(SignInManager<ZoneUser> signIn, ZoneDbContext db, IOptions<OidcOptions> options, SecondFactor factor, SignInRecords records)
{
    private const string Subject = "sub";
    private const string Issuer = "iss";

    /// <summary>Signs in a person whose token has passed every check, and writes the cookie.</summary>
    public async Task<OidcOutcome> SignInAsync(ClaimsPrincipal told)
    {
        if (options.Value.Roles.RoleOf(told, options.Value.RoleClaim) is not { } role)
        {
            await records.RefusedAsync(null, "oidc-role");
            return OidcOutcome.NoRole;
        }

        var (issuer, subject) = (told.FindFirstValue(Issuer) ?? "", told.FindFirstValue(Subject) ?? "");
        if (issuer.Length == 0 || subject.Length == 0 || await EnsureAsync(new UserLoginInfo(issuer, subject, options.Value.DisplayName), told.FindFirstValue(options.Value.NameClaim), role) is not { } user)
        {
            await records.RefusedAsync(null, "oidc-name");
            return OidcOutcome.NameTaken;
        }

        var result = await signIn.ExternalLoginSignInAsync(issuer, subject, isPersistent: false, bypassTwoFactor: false);
        if (result.RequiresTwoFactor)
        {
            return OidcOutcome.CodeNeeded;
        }

        if (!result.Succeeded)
        {
            await records.RefusedAsync(user.UserName, "locked");
            return OidcOutcome.Locked;
        }

        await records.SucceededAsync(user.UserName ?? "", "oidc");
        return factor.IsMissing(user, [role]) ? OidcOutcome.FactorMissing : OidcOutcome.SignedIn;
    }

    /// <summary>The person, made or brought up to date, in one transaction; null when the name cannot be had.</summary>
    private Task<ZoneUser?> EnsureAsync(UserLoginInfo login, string? name, string role) => db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
    {
        db.ChangeTracker.Clear(); // what an attempt before this one left
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable);
        var people = signIn.UserManager;
        var user = await people.FindByLoginAsync(login.LoginProvider, login.ProviderKey);
        var result = IdentityResult.Success;
        if (user is null)
        {
            user = new ZoneUser { UserName = name ?? "" };
            result = await people.CreateAsync(user);
            result = result.Succeeded ? await people.AddLoginAsync(user, login) : result;
        }

        var held = result.Succeeded ? await people.GetRolesAsync(user) : [];
        if (result.Succeeded && !held.SequenceEqual([role]))
        {
            result = await people.RemoveFromRolesAsync(user, held);
            result = result.Succeeded ? await people.AddToRoleAsync(user, role) : result;
            result = result.Succeeded ? await people.UpdateSecurityStampAsync(user) : result; // sessions with the old role end
        }

        if (!result.Succeeded)
        {
            return null;
        }

        await transaction.CommitAsync();
        return user;
    });
}
