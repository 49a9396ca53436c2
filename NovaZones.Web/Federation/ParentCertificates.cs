using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;

namespace NovaZones.Web.Federation;

/// <summary>Judges the certificates that parents show, where <see cref="FederationOptions.ParentAuthority"/> asks for them. Thread-safe.</summary>
/// <remarks>
/// A token alone can be copied; the key of a certificate stays on the parent's machine. Looked at once for each connection, its lifetime with
/// every request: connections live long. What depends on a revocation list is believed for some minutes only.
/// </remarks>
internal sealed class ParentCertificates(IOptions<FederationOptions> options, TimeProvider time)
{
    private const string ClientUse = "1.3.6.1.5.5.7.3.2"; // RFC 5280, 4.2.1.12: id-kp-clientAuth

    private static readonly TimeSpan RevocationBelievedFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RevocationPatience = TimeSpan.FromSeconds(5);

    private readonly X509RevocationMode _revocation = Enum.Parse<X509RevocationMode>(options.Value.ParentRevocation);
    private readonly X509Certificate2Collection? _authorities = ChildCertificates.Read(options.Value.ParentAuthority);

    // One certificate object for each connection, gone with it.
    private readonly ConditionalWeakTable<X509Certificate2, Judgement> _judged = [];

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

        return FaultOf(shown);
    }

    /// <summary>What is wrong with a certificate that was shown; null when nothing is, or none is asked for.</summary>
    public string? FaultOf(X509Certificate2 shown)
    {
        if (_authorities is null)
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (now > shown.NotAfter || now < shown.NotBefore)
        {
            return "it has expired or is not valid yet";
        }

        if (!_judged.TryGetValue(shown, out var judged) || (_revocation != X509RevocationMode.NoCheck && now - judged.At > RevocationBelievedFor))
        {
            judged = new Judgement(Judge(shown), now);
            _judged.AddOrUpdate(shown, judged);
        }

        return judged.Fault;
    }

    private string? Judge(X509Certificate2 shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities!);
        chain.ChainPolicy.RevocationMode = _revocation;
        chain.ChainPolicy.RevocationFlag = X509RevocationFlag.ExcludeRoot;
        chain.ChainPolicy.UrlRetrievalTimeout = RevocationPatience;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new(ClientUse));
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        if (chain.Build(shown))
        {
            return null;
        }

        var found = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        return found switch
        {
            X509ChainStatusFlags.NotValidForUsage => "it is not meant for clients",
            _ when found.HasFlag(X509ChainStatusFlags.Revoked) => "it is revoked",
            _ when (found & ~(X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation)) == X509ChainStatusFlags.NoError =>
                "no revocation list can be had that tells of it (Federation:ParentRevocation)",
            _ => "it does not come from the authority in Federation:ParentAuthority",
        };
    }

    private sealed record Judgement(string? Fault, DateTimeOffset At);
}
