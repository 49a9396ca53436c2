using Microsoft.AspNetCore.Identity;
using NovaZones.Data.Identity;
using NovaZones.Web.Audit;

namespace NovaZones.Web.Composition;

/// <summary>Signs people in and out; pages reach Identity through it.</summary>
internal sealed class ConsoleSignIn(SignInManager<ZoneUser> signIn, IPasswordHasher<ZoneUser> hasher, SignInRecords records)
{
    /// <summary>Checks a password and writes the cookie.</summary>
    /// <returns>False for an unknown name, a wrong password or a locked account: callers are not told which.</returns>
    public async Task<bool> SignInAsync(string userName, string password)
    {
        var user = await signIn.UserManager.FindByNameAsync(userName);
        if (user is null)
        {
            hasher.HashPassword(new ZoneUser(), password); // takes as long as a check, so that time does not tell who exists
            await records.RefusedAsync(null, "unknown");
            return false;
        }

        var result = await signIn.PasswordSignInAsync(user, password, isPersistent: false, lockoutOnFailure: true);
        await (result.Succeeded ? records.SucceededAsync(user.UserName ?? "", "password") : records.RefusedAsync(user.UserName, result.IsLockedOut ? "locked" : "password"));
        return result.Succeeded;
    }

    /// <summary>Removes the cookie.</summary>
    public async Task SignOutAsync()
    {
        await records.SignedOutAsync();
        await signIn.SignOutAsync();
    }
}
