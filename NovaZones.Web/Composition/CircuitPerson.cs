using System.Data.Common;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Options;

namespace NovaZones.Web.Composition;

/// <summary>The person of an open console. A circuit outlives the request that checked the cookie, so the person's row is read again by the clock.</summary>
internal sealed class CircuitPerson(ILoggerFactory logs, PersonStamps stamps, IOptions<AuthOptions> options) : RevalidatingServerAuthenticationStateProvider(logs)
{
    /// <inheritdoc />
    protected override TimeSpan RevalidationInterval => options.Value.RecheckInterval;

    /// <inheritdoc />
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            return await stamps.HoldsAsync(authenticationState.User);
        }
        catch (DbException)
        {
            return true; // a database that is away for a moment signs nobody out; nothing can be changed without it anyway
        }
    }
}
