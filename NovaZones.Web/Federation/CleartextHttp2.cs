using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;

namespace NovaZones.Web.Federation;

/// <summary>Remembers which children speak HTTP/2 in clear text, where nothing can be agreed beforehand. Thread-safe.</summary>
/// <remarks>
/// Kestrel serves HTTP/1.1 alone on a clear-text port that browsers use, too. A zone that shall speak HTTP/2 to its parents without TLS
/// opens a second port for it (<c>Kestrel:Endpoints</c> with <c>Protocols: Http2</c>), and the parent's row has that address. With
/// <see cref="FederationOptions.CleartextHttp2"/> the parent begins in HTTP/2 and falls back for <see cref="Memory"/> when the child
/// does not understand.
/// </remarks>
internal sealed class CleartextHttp2(IOptions<FederationOptions> options, TimeProvider time)
{
    /// <summary>Time for which a child that did not understand is not tried again.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _speakers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether to begin in HTTP/2.</summary>
    public bool MayTry(Uri child) =>
        options.Value.CleartextHttp2 && (!_speakers.TryGetValue(child.Authority, out var until) || until == DateTimeOffset.MaxValue || time.GetUtcNow() >= until);

    /// <summary>It answered in HTTP/2.</summary>
    public void Spoke(Uri child) => _speakers[child.Authority] = DateTimeOffset.MaxValue;

    /// <summary>Whether a failure means that the child does not speak HTTP/2; remembers it. Never of a child that spoke it before.</summary>
    public bool IsRefusal(Uri child, HttpRequestException failure)
    {
        // Unknown: one that hangs up before its refusal is read "did not complete the handshake". Every question may be asked twice.
        if (failure.HttpRequestError is not (HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError or HttpRequestError.InvalidResponse
                or HttpRequestError.ResponseEnded or HttpRequestError.Unknown)
            || (_speakers.TryGetValue(child.Authority, out var until) && until == DateTimeOffset.MaxValue))
        {
            return false;
        }

        _speakers[child.Authority] = time.GetUtcNow() + Memory;
        return true;
    }
}
