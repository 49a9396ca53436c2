using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace NovaZones.Data.Identity;

/// <summary>Identity's store of people, with keys of second factors and recovery codes encrypted by the key ring.</summary>
/// <remarks>
/// Identity itself would keep them as they are. What the ring no longer opens is an error and never "no second factor": whoever could break
/// a value would otherwise get in with the password alone. An administrator then resets the second factor, which reads nothing.
/// </remarks>
public sealed class ProtectedUserStore(ZoneDbContext context, IDataProtectionProvider protection, IdentityErrorDescriber? describer = null)
    : UserStore<ZoneUser, IdentityRole<Guid>, ZoneDbContext, Guid>(context, describer)
{
    private readonly IDataProtector _protector = protection.CreateProtector("NovaZones.SecondFactor");

    /// <inheritdoc />
    public override Task SetTokenAsync(ZoneUser user, string loginProvider, string name, string? value, CancellationToken cancellationToken) =>
        base.SetTokenAsync(user, loginProvider, name, value is null ? null : _protector.Protect(value), cancellationToken);

    /// <inheritdoc />
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key ring does not open what is stored.</exception>
    public override async Task<string?> GetTokenAsync(ZoneUser user, string loginProvider, string name, CancellationToken cancellationToken) =>
        await base.GetTokenAsync(user, loginProvider, name, cancellationToken).ConfigureAwait(false) is { } value ? _protector.Unprotect(value) : null;
}
