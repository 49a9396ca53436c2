using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace NovaZones.Web.Components.Shared;

/// <summary>Asks again, at the moment of acting, whether the person may: a hidden button is no protection.</summary>
public sealed class Permission(AuthenticationStateProvider people, IAuthorizationService authorization)
{
    /// <summary>Whether the person of this circuit meets a policy.</summary>
    public async Task<bool> HasAsync(string policy)
    {
        var state = await people.GetAuthenticationStateAsync();
        return (await authorization.AuthorizeAsync(state.User, policy)).Succeeded;
    }

    /// <summary>Stops an action of somebody who may not.</summary>
    /// <exception cref="UnauthorizedAccessException">The person does not meet the policy.</exception>
    public async Task DemandAsync(string policy)
    {
        if (!await HasAsync(policy))
        {
            throw new UnauthorizedAccessException($"The signed-in person does not meet the policy {policy}.");
        }
    }

    /// <summary>Who acts, for records.</summary>
    public async Task<string> CallerAsync()
    {
        var state = await people.GetAuthenticationStateAsync();
        return "user:" + (state.User.Identity?.Name ?? "unknown");
    }
}
