using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;

namespace NovaZones.Web.Federation;

/// <summary>Judges the certificates that parents show, where <see cref="FederationOptions.ParentAuthority"/> asks for them. Thread-safe.</summary>
/// <remarks>
/// A token alone can be copied; the key of a certificate stays on the parent's machine. Looked at once for each connection, its lifetime with
/// every request: connections live long.
/// </remarks>
internal sealed class ParentCertificates(IOptions<FederationOptions> options, TimeProvider time)
{
    private const string ClientUse = "1.3.6.1.5.5.7.3.2"; // RFC 5280, 4.2.1.12: id-kp-clientAuth

    private readonly X509Certificate2Collection? _authorities = ChildCertificates.Read(options.Value.ParentAuthority);

    // One certificate object for each connection, gone with it.
    private readonly ConditionalWeakTable<X509Certificate2, string> _faults = [];

    /// <summary>Why a request may not come from a parent, to complete "a parent must show a certificate: …"; null when it may.</summary>
    public string? FaultOf(HttpContext context)
    {
        if (_authorities is null)
        {
            return null;
        }

        if (context.Connection.ClientCertificate is not { } shown)
        {
            return "none was shown";
        }

        var now = time.GetUtcNow();
        if (now > shown.NotAfter || now < shown.NotBefore)
        {
            return "it has expired or is not valid yet";
        }

        var fault = _faults.GetValue(shown, Judge);
        return fault.Length == 0 ? null : fault;
    }

    private string Judge(X509Certificate2 shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new(ClientUse));
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        return chain.Build(shown) ? ""
            : chain.ChainStatus.All(s => s.Status == X509ChainStatusFlags.NotValidForUsage) ? "it is not meant for clients"
            : "it does not come from the authority in Federation:ParentAuthority";
    }
}
