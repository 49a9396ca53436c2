using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NovaZones.Core.Access;
using NovaZones.Data.Identity;

namespace NovaZones.Web.Composition;

/// <summary>Who must have a second factor, and how it is taken off.</summary>
internal sealed class SecondFactor(IOptions<AuthOptions> options)
{
    private readonly string[] _roles = string.IsNullOrEmpty(options.Value.RequireSecondFactor)
        ? []
        : [.. Roles.All.SkipWhile(role => role != options.Value.RequireSecondFactor)];

    /// <summary>Whether a person of these roles must have one.</summary>
    public bool IsRequired(IEnumerable<string> roles) => roles.Any(role => _roles.Contains(role));

    /// <summary>Whether a person of these roles must have one and has none.</summary>
    /// <remarks>Who has no password here has signed in at a provider, whose matter it is to ask for more.</remarks>
    public bool IsMissing(ZoneUser user, IEnumerable<string> roles) => user is { TwoFactorEnabled: false, PasswordHash: not null } && IsRequired(roles);

    /// <summary>Takes a person's second factor off with all that belongs to it; reads nothing of it.</summary>
    /// <remarks>Asks for no code first, then forgets the key: a stop in between leaves nobody with a second factor that cannot be met.</remarks>
    public static async Task<IdentityResult> RemoveAsync(UserManager<ZoneUser> people, ZoneUser user)
    {
        ArgumentNullException.ThrowIfNull(people);
        var result = await people.SetTwoFactorEnabledAsync(user, false);
        foreach (var name in new[] { SecondFactorTokens.Key, SecondFactorTokens.RecoveryCodes, SecondFactorTokens.LastStep })
        {
            if (result.Succeeded)
            {
                result = await people.RemoveAuthenticationTokenAsync(user, SecondFactorTokens.Provider, name);
            }
        }

        return result;
    }
}
