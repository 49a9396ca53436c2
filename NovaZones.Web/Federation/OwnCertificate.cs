using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;

namespace NovaZones.Web.Federation;

/// <summary>The certificate that this zone shows to its children, for questions and links alike.</summary>
internal sealed class OwnCertificate(IOptions<FederationOptions> options)
{
    /// <summary>The certificate with what stands between it and its authority; null when none is configured.</summary>
    public SslStreamCertificateContext? Context { get; } = Read(options.Value);

    /// <summary>Reads the files that the settings name.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">They hold no certificate with its key, or the password is wrong.</exception>
    internal static SslStreamCertificateContext? Read(FederationOptions options)
    {
        if (string.IsNullOrEmpty(options.ClientCertificate))
        {
            return null;
        }

        var keyFile = string.IsNullOrEmpty(options.ClientCertificateKey) ? options.ClientCertificate : options.ClientCertificateKey;
        using var read = string.IsNullOrEmpty(options.ClientCertificatePassword)
            ? X509Certificate2.CreateFromPemFile(options.ClientCertificate, keyFile)
            : X509Certificate2.CreateFromEncryptedPemFile(options.ClientCertificate, options.ClientCertificatePassword, keyFile);

        // Not every platform shows a certificate whose key was only read from text.
        var certificate = X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
        var between = new X509Certificate2Collection();
        between.ImportFromPemFile(options.ClientCertificate);
        return SslStreamCertificateContext.Create(certificate, between, offline: true);
    }
}
