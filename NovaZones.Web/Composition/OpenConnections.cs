using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using NovaZones.Core.Access;
using NovaZones.Web.Federation;

namespace NovaZones.Web.Composition;

/// <summary>Ends connections that stay open after the request that was let in, once their caller would not be let in any more.</summary>
/// <remarks>
/// Looks at each caller, not at each connection, every <see cref="AuthOptions.RecheckInterval"/>: a thousand listeners with one token cost one
/// look. A sign-out in this process does not wait for that. What cannot be looked at, because the database is away, stays until it can. Thread-safe.
/// </remarks>
internal sealed partial class OpenConnections : BackgroundService
{
    private readonly ConcurrentDictionary<Watched, bool> _open = new();
    private readonly ApiTokenService _tokens;
    private readonly PersonStamps _stamps;
    private readonly SessionEnds _ends;
    private readonly ParentCertificates _parents;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly ILogger<OpenConnections> _logger;

    public OpenConnections(
        ApiTokenService tokens, PersonStamps stamps, SessionEnds ends, ParentCertificates parents, IOptions<AuthOptions> options, TimeProvider time, ILogger<OpenConnections> logger)
    {
        (_tokens, _stamps, _ends, _parents, _interval, _time, _logger) = (tokens, stamps, ends, parents, options.Value.RecheckInterval, time, logger);
        ends.Ended += EndAll;
    }

    /// <summary>Has a connection ended when its caller may not come any more; dispose what is given when it ends by itself.</summary>
    /// <param name="user">Who was let in.</param>
    /// <param name="certificate">What the caller showed, or null.</param>
    /// <param name="end">Ends the connection; must return at once and may be called twice.</param>
    public IDisposable Watch(ClaimsPrincipal user, X509Certificate2? certificate, Action end)
    {
        // Whoever was let in in spite of a bad certificate has not become worse.
        var watched = new Watched(this, user, user.HasClaim(claim => claim.Type == ZoneClaims.ParentCertificateFault) ? null : certificate, end);
        _open[watched] = true;
        if (_ends.IsEnded(user))
        {
            End(watched); // left after the request was let in, and before anybody could hear of it here
        }

        return watched;
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _ends.Ended -= EndAll;
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await CheckAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The zone stops, and with it all connections.
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var caller in _open.Keys.GroupBy(watched => watched.Key, StringComparer.Ordinal).ToList())
        {
            try
            {
                var mayCome = await MayComeAsync(caller.First().User, cancellationToken);
                foreach (var watched in caller.Where(watched => !mayCome || HasBadCertificate(watched)))
                {
                    End(watched);
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // One caller who cannot be looked at must not keep the others from it.
                LogUnchecked(failure, caller.First().User.Caller());
            }
        }
    }

    private void EndAll(Func<ClaimsPrincipal, bool> isOver)
    {
        foreach (var watched in _open.Keys.Where(watched => isOver(watched.User)).ToList())
        {
            End(watched);
        }
    }

    private void End(Watched watched)
    {
        watched.End();
        LogEnded(watched.User.Caller());
    }

    private async Task<bool> MayComeAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(user.FindFirstValue(ZoneClaims.TokenId), out var token))
        {
            return await _tokens.IsUsableAsync(token, cancellationToken);
        }

        // Nobody in particular was let in where credentials are switched off.
        return !user.HasClaim(claim => claim.Type == ClaimTypes.NameIdentifier) || await _stamps.HoldsAsync(user);
    }

    private bool HasBadCertificate(Watched watched) =>
        watched.Certificate is { } shown && watched.User.HasClaim(claim => claim.Type == ZoneClaims.Scope && ApiScopes.IsOfParents(claim.Value)) && _parents.FaultOf(shown) is not null;

    [LoggerMessage(EventId = 4002, Level = LogLevel.Information, Message = "A connection of {Caller} was ended: it would not be let in any more.")]
    private partial void LogEnded(string caller);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Warning, Message = "Whether open connections of {Caller} may stay could not be found out; they stay until it can.")]
    private partial void LogUnchecked(Exception failure, string caller);

    private sealed class Watched(OpenConnections all, ClaimsPrincipal user, X509Certificate2? certificate, Action end) : IDisposable
    {
        /// <summary>The same for connections that are let in or refused together: of a person also the stamp, which one that signed in anew has another of.</summary>
        public string Key { get; } = string.Join('\n', user.Claims.Select(claim => $"{claim.Type}={claim.Value}"));

        public ClaimsPrincipal User => user;

        public X509Certificate2? Certificate => certificate;

        public void End()
        {
            Dispose();
            end();
        }

        public void Dispose() => all._open.TryRemove(this, out _);
    }
}
