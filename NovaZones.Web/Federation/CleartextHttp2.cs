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

    /// <summary>Refusals in a row after which a child that spoke it is taken for one that does so no more.</summary>
    public const int MostRefusals = 3;

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether to begin in HTTP/2.</summary>
    public bool MayTry(Uri child) =>
        options.Value.CleartextHttp2 && (!_known.TryGetValue(child.Authority, out var known) || known.Speaks || time.GetUtcNow() >= known.Until);

    /// <summary>It answered in HTTP/2.</summary>
    public void Spoke(Uri child)
    {
        if (!_known.TryGetValue(child.Authority, out var known) || known != Known.Speaker)
        {
            _known[child.Authority] = Known.Speaker;
        }
    }

    /// <summary>Whether a failure means that the child does not speak HTTP/2; remembers it.</summary>
    /// <remarks>Never of a child that spoke it before, since it may have done what it was asked; but after some failures in a row the next question is asked in HTTP/1.1.</remarks>
    public bool IsRefusal(Uri child, HttpRequestException failure)
    {
        // Unknown: one that hangs up before its refusal is read "did not complete the handshake". Every question may be asked twice.
        if (failure.HttpRequestError is not (HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError or HttpRequestError.InvalidResponse
                or HttpRequestError.ResponseEnded or HttpRequestError.Unknown))
        {
            return false;
        }

        var silent = new Known(false, 0, time.GetUtcNow() + Memory);
        var now = _known.AddOrUpdate(child.Authority, silent, (_, known) => known switch
        {
            { Speaks: true } when known.Refusals + 1 < MostRefusals => known with { Refusals = known.Refusals + 1 },
            { Speaks: true } => silent with { Refusals = MostRefusals },

            // Asked while it was still taken for one that speaks it.
            { Refusals: > 0 } when time.GetUtcNow() < known.Until => known,
            _ => silent,
        });
        return !now.Speaks && now.Refusals == 0;
    }

    /// <summary>What is known of an address.</summary>
    /// <param name="Speaks">Whether it spoke HTTP/2.</param>
    /// <param name="Refusals">Failures in a row since.</param>
    /// <param name="Until">Of one that does not: until when it is not tried again.</param>
    private sealed record Known(bool Speaks, int Refusals, DateTimeOffset Until)
    {
        public static Known Speaker { get; } = new(true, 0, DateTimeOffset.MaxValue);
    }
}
