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
    private readonly ChainJudge? _judge = ChildCertificates.Read(options.Value.ParentAuthority) is { } authorities
        ? new ChainJudge(authorities, Enum.Parse<X509RevocationMode>(options.Value.ParentRevocation), ChainJudge.ClientUse)
        : null;

    // One certificate object for each connection, gone with it.
    private readonly ConditionalWeakTable<X509Certificate2, Judgement> _judged = [];

    /// <summary>Why a request may not come from a parent, to complete "a parent must show a certificate: …"; null when it may.</summary>
    public string? FaultOf(HttpContext context)
    {
        if (_judge is null)
        {
            return null;
        }

        return context.Connection.ClientCertificate is { } shown ? FaultOf(shown) : "none was shown";
    }

    /// <summary>What is wrong with a certificate that was shown; null when nothing is, or none is asked for.</summary>
    public string? FaultOf(X509Certificate2 shown)
    {
        if (_judge is null)
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (now > shown.NotAfter || now < shown.NotBefore)
        {
            return "it has expired or is not valid yet";
        }

        if (!_judged.TryGetValue(shown, out var judged) || (_judge.LooksUp && now - judged.At > ChainJudge.BelievedFor))
        {
            judged = new Judgement(Say(_judge.Judge(shown, [], now)), now);
            _judged.AddOrUpdate(shown, judged);
        }

        return judged.Fault;
    }

    private static string? Say(ChainVerdict verdict) => verdict switch
    {
        ChainVerdict.Good => null,
        ChainVerdict.WrongUse => "it is not meant for clients",
        ChainVerdict.Revoked => "it is revoked",
        ChainVerdict.Unlisted => "no revocation list can be had that tells of it (Federation:ParentRevocation)",
        _ => "it does not come from the authority in Federation:ParentAuthority",
    };

    private sealed record Judgement(string? Fault, DateTimeOffset At);
}
