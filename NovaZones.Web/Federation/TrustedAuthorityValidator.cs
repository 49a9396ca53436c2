using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;

namespace NovaZones.Web.Federation;

/// <summary>Stops a start with a file of authorities that cannot be used: without them no child with an https address would answer.</summary>
internal sealed class TrustedAuthorityValidator : IValidateOptions<FederationOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, FederationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            return ChildCertificates.Read(options.TrustedAuthority) is { Count: 0 } ? Fail(options, "holds no certificate in PEM form") : ValidateOptionsResult.Success;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return Fail(options, failure.Message);
        }
    }

    private static ValidateOptionsResult Fail(FederationOptions options, string reason) =>
        ValidateOptionsResult.Fail($"Federation:TrustedAuthority: {options.TrustedAuthority} cannot be used: {reason}");
}
