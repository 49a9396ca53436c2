using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;

namespace NovaZones.Web.Federation;

/// <summary>Judges the certificates that children show, for questions and links alike. Thread-safe.</summary>
/// <remarks>
/// Without <see cref="FederationOptions.TrustedAuthority"/> the machine's store decides. With it only what comes from the authorities in
/// that file counts: the tokens that a parent sends are worth more than what any public authority would sign. The name must match in both
/// cases. Private authorities seldom publish revocation lists, so none are asked for.
/// </remarks>
internal sealed class ChildCertificates(IOptions<FederationOptions> options, TimeProvider time)
{
    private readonly X509Certificate2Collection? _authorities = Read(options.Value.TrustedAuthority);

    /// <summary>Accepts the certificate or says why not.</summary>
    /// <exception cref="ChildCertificateException">It is not to be trusted.</exception>
    public bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown)
        {
            throw new ChildCertificateException("it shows no certificate");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            throw new ChildCertificateException("its certificate is not for the name in its address");
        }

        if (time.GetUtcNow() > shown.NotAfter || time.GetUtcNow() < shown.NotBefore)
        {
            throw new ChildCertificateException("its certificate has expired or is not valid yet");
        }

        var isTrusted = _authorities is null ? !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) : ComesFromAuthority(shown, chain);
        return isTrusted
            ? true
            : throw new ChildCertificateException(_authorities is null
                ? "its certificate comes from no authority that this machine trusts; Federation:TrustedAuthority may name another"
                : "its certificate does not come from the authority in Federation:TrustedAuthority");
    }

    /// <summary>The certificates in a PEM file; null when no file is named.</summary>
    internal static X509Certificate2Collection? Read(string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(path);
        return authorities;
    }

    private bool ComesFromAuthority(X509Certificate2 shown, X509Chain? told)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (told is not null)
        {
            // What the child sent along: authorities between the one that is trusted and its own certificate.
            chain.ChainPolicy.ExtraStore.AddRange(told.ChainElements.Select(e => e.Certificate).ToArray());
            chain.ChainPolicy.ExtraStore.AddRange(told.ChainPolicy.ExtraStore);
        }

        return chain.Build(shown);
    }
}
