using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;

namespace NovaZones.Web.Federation;

/// <summary>Stops a start with files of certificates that cannot be used: without them no child, or no parent, would be let through.</summary>
internal sealed class CertificateFilesValidator : IValidateOptions<FederationOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, FederationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string?[] faults =
        [
            FaultOf("TrustedAuthority", options.TrustedAuthority, () => CheckAuthorities(options.TrustedAuthority)),
            FaultOf("ParentAuthority", options.ParentAuthority, () => CheckAuthorities(options.ParentAuthority)),
            FaultOf("ClientCertificate", options.ClientCertificate, () => OwnCertificate.Read(options)),
            string.IsNullOrEmpty(options.ClientCertificate) && !string.IsNullOrEmpty(options.ClientCertificateKey + options.ClientCertificatePassword)
                ? "Federation:ClientCertificate is needed with Federation:ClientCertificateKey and Federation:ClientCertificatePassword."
                : null,
        ];
        var told = faults.OfType<string>().ToList();
        return told.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(told);
    }

    private static object? CheckAuthorities(string? path) =>
        ChildCertificates.Read(path) is { Count: 0 } ? throw new CryptographicException("holds no certificate in PEM form") : null;

    private static string? FaultOf(string setting, string? file, Func<object?> read)
    {
        try
        {
            read();
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            // The last one tells of a key that does not belong to the certificate.
            return $"Federation:{setting}: {file} cannot be used: {failure.Message}";
        }
    }
}
