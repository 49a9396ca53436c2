using System.Data.Common;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NovaZones.Data.Identity;

namespace NovaZones.Web.Composition;

/// <summary>The person of an open console. A circuit outlives the request that checked the cookie, so the person's row is read again by the clock.</summary>
internal sealed class CircuitPerson(ILoggerFactory logs, IServiceScopeFactory scopes, IOptions<IdentityOptions> identity) : RevalidatingServerAuthenticationStateProvider(logs)
{
    /// <inheritdoc />
    protected override TimeSpan RevalidationInterval => ConsoleSessions.BelievedFor;

    /// <inheritdoc />
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var people = scope.ServiceProvider.GetRequiredService<UserManager<ZoneUser>>();
            return await people.GetUserAsync(authenticationState.User) is { } person
                && authenticationState.User.HasClaim(identity.Value.ClaimsIdentity.SecurityStampClaimType, await people.GetSecurityStampAsync(person));
        }
        catch (DbException)
        {
            return true; // a database that is away for a moment signs nobody out; nothing can be changed without it anyway
        }
    }
}
