using System.Globalization;
using Microsoft.AspNetCore.Identity;
using NovaZones.Data.Identity;
using OtpNet;

namespace NovaZones.Web.Composition;

/// <summary>Codes of authenticator apps (TOTP, RFC 6238: SHA-1, six digits, 30 seconds), each of which is taken once.</summary>
/// <remarks>
/// Identity's own provider takes a code again and again for some minutes: whoever looks over a shoulder could use it, too. Here the step of a
/// code that was taken is kept, and no code up to it is taken any more. Of two who come with the same code at the same moment the row's
/// stamp lets one through.
/// </remarks>
internal sealed class AuthenticatorCodes(TimeProvider time) : AuthenticatorTokenProvider<ZoneUser>
{
    /// <summary>Digits of a code.</summary>
    public const int Digits = 6;

    // One step back for who types slowly, one ahead for a clock that is fast.
    private static readonly VerificationWindow _window = new(previous: 1, future: 1);

    /// <inheritdoc />
    public override async Task<bool> ValidateAsync(string purpose, string token, UserManager<ZoneUser> manager, ZoneUser user)
    {
        ArgumentNullException.ThrowIfNull(manager);
        if (token is not { Length: Digits } || !token.All(char.IsAsciiDigit) || await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } key)
        {
            return false;
        }

        if (!new Totp(Base32Encoding.ToBytes(key)).VerifyTotp(time.GetUtcNow().UtcDateTime, token, out var step, _window))
        {
            return false;
        }

        var last = await manager.GetAuthenticationTokenAsync(user, SecondFactorTokens.Provider, SecondFactorTokens.LastStep);
        if (long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var taken) && step <= taken)
        {
            return false;
        }

        return (await manager.SetAuthenticationTokenAsync(
            user, SecondFactorTokens.Provider, SecondFactorTokens.LastStep, step.ToString(CultureInfo.InvariantCulture))).Succeeded;
    }
}
