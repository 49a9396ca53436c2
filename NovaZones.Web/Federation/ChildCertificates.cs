using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;

namespace NovaZones.Web.Federation;

/// <summary>Judges the certificates that children show, for questions and links alike. Thread-safe.</summary>
/// <remarks>
/// Without <see cref="FederationOptions.TrustedAuthority"/> the machine's store decides. With it only what comes from the authorities in
/// that file counts: the tokens that a parent sends are worth more than what any public authority would sign. The name must match in both
/// cases. Lists of what was called back are looked up where <see cref="FederationOptions.ChildRevocation"/> says so.
/// </remarks>
internal sealed class ChildCertificates(IOptions<FederationOptions> options, TimeProvider time)
{
    private readonly bool _isPinned = !string.IsNullOrEmpty(options.Value.TrustedAuthority);
    private readonly ChainJudge _judge = new(Read(options.Value.TrustedAuthority), Enum.Parse<X509RevocationMode>(options.Value.ChildRevocation), ChainJudge.ServerUse);

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

        return FaultOf(shown, ShownCertificate.BetweenOf(chain), errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)) is { } fault ? throw new ChildCertificateException(fault) : true;
    }

    /// <summary>What is wrong by now with a certificate that was accepted; null when nothing is. May wait for a revocation list.</summary>
    public string? FaultOf(ShownCertificate shown) => FaultOf(shown.Own, shown.Between, hasChainErrors: false);

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

    /// <param name="shown">The child's own certificate.</param>
    /// <param name="between">What it sent along.</param>
    /// <param name="hasChainErrors">Whether the machine's store does not trust it, as far as that was asked already.</param>
    private string? FaultOf(X509Certificate2 shown, X509Certificate2Collection between, bool hasChainErrors)
    {
        var now = time.GetUtcNow();
        if (now > shown.NotAfter || now < shown.NotBefore)
        {
            return "its certificate has expired or is not valid yet";
        }

        if (!_isPinned && (hasChainErrors || !_judge.LooksUp))
        {
            return hasChainErrors ? Foreign : null;
        }

        return _judge.Judge(shown, between, now) switch
        {
            ChainVerdict.Good => null,
            ChainVerdict.WrongUse => "its certificate is not meant for servers",
            ChainVerdict.Revoked => "its certificate is revoked",
            ChainVerdict.Unlisted => "no revocation list can be had that tells of its certificate (Federation:ChildRevocation)",
            _ => Foreign,
        };
    }

    private string Foreign => _isPinned
        ? "its certificate does not come from the authority in Federation:TrustedAuthority"
        : "its certificate comes from no authority that this machine trusts; Federation:TrustedAuthority may name another";
}
