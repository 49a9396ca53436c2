using Microsoft.AspNetCore.Identity;
using NovaZones.Data.Identity;

namespace NovaZones.Web.Composition;

/// <summary>Signs people in and out; pages reach Identity through it.</summary>
internal sealed class ConsoleSignIn(SignInManager<ZoneUser> signIn, IPasswordHasher<ZoneUser> hasher)
{
    /// <summary>Checks a password and writes the cookie.</summary>
    /// <returns>False for an unknown name, a wrong password or a locked account: callers are not told which.</returns>
    public async Task<bool> SignInAsync(string userName, string password)
    {
        var user = await signIn.UserManager.FindByNameAsync(userName);
        if (user is null)
        {
            hasher.HashPassword(new ZoneUser(), password); // takes as long as a check, so that time does not tell who exists
            return false;
        }

        var result = await signIn.PasswordSignInAsync(user, password, isPersistent: false, lockoutOnFailure: true);
        return result.Succeeded;
    }

    /// <summary>Removes the cookie.</summary>
    public Task SignOutAsync() => signIn.SignOutAsync();
}
