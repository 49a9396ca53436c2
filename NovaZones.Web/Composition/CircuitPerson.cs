using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace NovaZones.Web.Composition;

/// <summary>The person of an open console. A circuit outlives the request that checked the cookie; once the session ends it is nobody's.</summary>
/// <remarks>Pages that are only drawn for one request have one, too, which nothing ends: it is the request's cookie that counts.</remarks>
internal sealed class CircuitPerson(OpenConnections connections) : ServerAuthenticationStateProvider, IDisposable
{
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    private IDisposable? _watched;

    /// <summary>The circuit is open: from now on it ends with its person's session.</summary>
    public async Task WatchAsync()
    {
        var user = (await GetAuthenticationStateAsync()).User;
        if (user.Identity?.IsAuthenticated == true)
        {
            _watched = connections.Watch(user, null, Leave);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _watched?.Dispose();

    /// <summary>The pages of the circuit are drawn anew for nobody, which leads to the sign-in page.</summary>
    private void Leave() => SetAuthenticationState(Task.FromResult(new AuthenticationState(Nobody)));
}
