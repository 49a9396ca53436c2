using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using NovaZones.Data.Identity;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Account;

/// <summary>What a person changes of the own account: password, second factor, sessions.</summary>
/// <remarks>
/// Everything that makes signing in harder or easier asks for the password, or a code, once more: a session that was left open must not be
/// enough. Each change ends the person's other sessions and keeps this one.
/// </remarks>
internal sealed class OwnAccount(SignInManager<ZoneUser> signIn, SecondFactor factor, SessionEnds ends)
{
    /// <summary>Recovery codes that are made at once.</summary>
    public const int RecoveryCodes = 10;

    private UserManager<ZoneUser> People => signIn.UserManager;

    /// <summary>The person of a session; null when the account is gone.</summary>
    public Task<ZoneUser?> FindAsync(ClaimsPrincipal person) => People.GetUserAsync(person);

    /// <summary>How things stand.</summary>
    public async Task<OwnAccountState> ReadAsync(ZoneUser user)
    {
        var roles = await People.GetRolesAsync(user);
        return new OwnAccountState(
            user.UserName ?? "",
            Core.Access.Roles.All.Intersect(roles).LastOrDefault(),
            await People.HasPasswordAsync(user),
            user.TwoFactorEnabled,
            user.TwoFactorEnabled ? await People.CountRecoveryCodesAsync(user) : 0,
            factor.IsRequired(roles));
    }

    /// <summary>Sets a new password.</summary>
    /// <returns>What is wrong; empty when it was done.</returns>
    public async Task<IReadOnlyList<string>> ChangePasswordAsync(ZoneUser user, string current, string wanted)
    {
        var result = await People.ChangePasswordAsync(user, current, wanted);
        if (!result.Succeeded)
        {
            return [.. result.Errors.Select(error => error.Description)];
        }

        await signIn.RefreshSignInAsync(user);
        ends.EndAllOf(user.Id);
        return [];
    }

    /// <summary>Checks that it is the person who asks. Wrong answers count as wrong sign-ins do.</summary>
    /// <param name="user">Who it should be.</param>
    /// <param name="typed">The password or, where there is a second factor, a code of the app.</param>
    public async Task<OwnProof> ProveAsync(ZoneUser user, string? typed)
    {
        if (await People.IsLockedOutAsync(user))
        {
            return OwnProof.Locked;
        }

        if (typed is { Length: > 0 and <= 256 } && (await IsCodeAsync(user, typed) || await People.CheckPasswordAsync(user, typed)))
        {
            await People.ResetAccessFailedCountAsync(user);
            return OwnProof.Right;
        }

        await People.AccessFailedAsync(user);
        return OwnProof.Wrong;
    }

    /// <summary>Makes a key for an app. Nothing asks for its codes before <see cref="ConfirmAsync"/>.</summary>
    public async Task StartAsync(ZoneUser user)
    {
        await People.ResetAuthenticatorKeyAsync(user);
        await signIn.RefreshSignInAsync(user);
    }

    /// <summary>The key that waits to be confirmed; null when there is none.</summary>
    public async Task<string?> KeyToConfirmAsync(ZoneUser user) => user.TwoFactorEnabled ? null : await People.GetAuthenticatorKeyAsync(user);

    /// <summary>Turns the second factor on when the app gives the right code.</summary>
    /// <returns>Recovery codes, which are not told again; null when the code was wrong.</returns>
    public async Task<IReadOnlyList<string>?> ConfirmAsync(ZoneUser user, string? typed)
    {
        if (user.TwoFactorEnabled || !await IsCodeAsync(user, typed ?? "", isConfirming: true))
        {
            return null;
        }

        // The codes first: a stop in between must not leave a second factor without a way round it.
        var codes = await NewRecoveryCodesAsync(user);
        await People.SetTwoFactorEnabledAsync(user, true);
        await signIn.RefreshSignInAsync(user);
        return codes;
    }

    /// <summary>Makes new recovery codes; the old ones end.</summary>
    public async Task<IReadOnlyList<string>> NewRecoveryCodesAsync(ZoneUser user) => [.. await People.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes) ?? []];

    /// <summary>Turns the second factor off and forgets its key and codes.</summary>
    public async Task TurnOffAsync(ZoneUser user)
    {
        await SecondFactor.RemoveAsync(People, user);
        await signIn.RefreshSignInAsync(user);
    }

    /// <summary>Ends every session, this one too.</summary>
    public async Task SignOutEverywhereAsync(ZoneUser user)
    {
        await People.UpdateSecurityStampAsync(user);
        ends.EndAllOf(user.Id);
        await signIn.SignOutAsync();
    }

    private async Task<bool> IsCodeAsync(ZoneUser user, string typed, bool isConfirming = false) =>
        (user.TwoFactorEnabled || isConfirming)
        && ConsoleSignIn.TryReadCode(typed, out var code)
        && await People.VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, code);
}
