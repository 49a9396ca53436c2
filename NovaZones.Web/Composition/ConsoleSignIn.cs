using Microsoft.AspNetCore.Identity;
using NovaZones.Data.Identity;
using NovaZones.Web.Audit;

namespace NovaZones.Web.Composition;

/// <summary>Signs people in and out; pages reach Identity through it.</summary>
internal sealed class ConsoleSignIn(SignInManager<ZoneUser> signIn, IPasswordHasher<ZoneUser> hasher, SecondFactor factor, SignInRecords records, SignOuts signOuts)
{
    private const int RecoveryHalf = 5;

    /// <summary>Checks a password and writes the cookie, of a session or of the wait for a code.</summary>
    /// <returns><see cref="SignInOutcome.Refused"/> for an unknown name, a wrong password or a locked account alike.</returns>
    public async Task<SignInOutcome> SignInAsync(string userName, string password)
    {
        var user = await signIn.UserManager.FindByNameAsync(userName);
        if (user?.PasswordHash is null || await signIn.UserManager.IsLockedOutAsync(user))
        {
            hasher.HashPassword(new ZoneUser(), password); // takes as long as a check, so that time does not tell who exists
        }

        if (user is null)
        {
            await records.RefusedAsync(null, "unknown");
            return SignInOutcome.Refused;
        }

        var result = await signIn.PasswordSignInAsync(user, password, isPersistent: false, lockoutOnFailure: true);
        return result.RequiresTwoFactor ? SignInOutcome.CodeNeeded : await EndAsync(user, result, "password");
    }

    /// <summary>Whether somebody whose password was right is at the point of giving a code.</summary>
    public async Task<bool> IsCodeAwaitedAsync() => await signIn.GetTwoFactorAuthenticationUserAsync() is not null;

    /// <summary>Checks a code of the app, or a recovery code, and writes the session's cookie. Wrong ones count as wrong passwords do.</summary>
    public async Task<SignInOutcome> EnterCodeAsync(string typed)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } user)
        {
            return SignInOutcome.Ended;
        }

        if (await signIn.UserManager.IsLockedOutAsync(user))
        {
            return await EndAsync(user, SignInResult.LockedOut, "code");
        }

        if (TryReadCode(typed, out var code))
        {
            return await EndAsync(user, await signIn.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false), "code");
        }

        // Only what can be one: an empty text would match once all recovery codes are used up.
        var result = code.Length == (2 * RecoveryHalf) + 1 ? await signIn.TwoFactorRecoveryCodeSignInAsync(code) : SignInResult.Failed;
        if (!result.Succeeded)
        {
            await signIn.UserManager.AccessFailedAsync(user); // Identity counts wrong codes of the app alone
        }

        return await EndAsync(user, result, "recovery-code");
    }

    /// <summary>Removes the cookie and ends its session: other tabs, listeners and copies of the cookie, too.</summary>
    /// <returns>Whether the person is one of a provider, which may still know them.</returns>
    public async Task<bool> SignOutAsync()
    {
        var isOfProvider = await signIn.UserManager.GetUserAsync(signIn.Context.User) is { } user && (await signIn.UserManager.GetLoginsAsync(user)).Count > 0;
        await signOuts.EndAsync(signIn.Context.User);
        await signIn.SignOutAsync();
        return isOfProvider;
    }

    /// <summary>Whether it is a code of the app; else it is in the form of recovery codes, as far as it can be.</summary>
    internal static bool TryReadCode(string typed, out string code)
    {
        code = string.Concat(typed.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        if (code.Length == AuthenticatorCodes.Digits && code.All(char.IsAsciiDigit))
        {
            return true;
        }

        code = code.Length == 2 * RecoveryHalf ? $"{code[..RecoveryHalf]}-{code[RecoveryHalf..]}" : code;
        return false;
    }

    private async Task<SignInOutcome> EndAsync(ZoneUser user, SignInResult result, string how)
    {
        if (!result.Succeeded)
        {
            await records.RefusedAsync(user.UserName, result.IsLockedOut ? "locked" : how);
            return SignInOutcome.Refused;
        }

        await records.SucceededAsync(user.UserName ?? "", how);
        return factor.IsMissing(user, await signIn.UserManager.GetRolesAsync(user)) ? SignInOutcome.FactorMissing : SignInOutcome.SignedIn;
    }
}
