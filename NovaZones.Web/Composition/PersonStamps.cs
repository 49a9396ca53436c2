using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NovaZones.Core.Access;
using NovaZones.Data.Identity;

namespace NovaZones.Web.Composition;

/// <summary>Whether a person who was let in once would be let in now.</summary>
/// <remarks>Locking, removing, signing out everywhere, another role, password or second factor: each gives the row a new stamp, or takes the row away. Signing out ends one session and leaves the stamp.</remarks>
internal sealed class PersonStamps(IServiceScopeFactory scopes, IEndedSessionStore sessions, IOptions<IdentityOptions> identity)
{
    /// <summary>Reads the person's row, and whether the session was left.</summary>
    /// <exception cref="System.Data.Common.DbException">The database is away.</exception>
    public async Task<bool> HoldsAsync(ClaimsPrincipal user)
    {
        await using var scope = scopes.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<ZoneUser>>();
        return await people.GetUserAsync(user) is { } person
            && user.HasClaim(identity.Value.ClaimsIdentity.SecurityStampClaimType, await people.GetSecurityStampAsync(person))
            && !(SessionEnds.SessionOf(user) is { } session && await sessions.IsEndedAsync(session, CancellationToken.None));
    }
}
