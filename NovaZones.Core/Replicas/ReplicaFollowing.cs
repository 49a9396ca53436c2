using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaZones.Core.Claims;

namespace NovaZones.Core.Replicas;

/// <summary>Looks every <see cref="ReplicaSettings.PollInterval"/> for what other replicas changed. Runs in every replica: each follows for itself.</summary>
internal sealed partial class ReplicaFollowing(
    FleetFollower follower, FleetLedger ledger, ReplicaNews news, ReplicaSettings settings, TimeProvider time, ILogger<ReplicaFollowing> logger) : BackgroundService
{
    private bool _isInDoubt;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.PollInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await FollowAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The zone stops.
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await follower.LookAsync(cancellationToken).ConfigureAwait(false))
            {
                await ledger.FollowAsync(cancellationToken).ConfigureAwait(false);
            }

            var entries = follower.TakeOthers(out var areLost);
            if (entries.Count == 0 && !areLost && !_isInDoubt)
            {
                return;
            }

            (areLost, _isInDoubt) = (areLost || _isInDoubt, true);
            await news.TakeOverAsync(entries, areLost, cancellationToken).ConfigureAwait(false);
            _isInDoubt = false;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A database that is away must not end the loop; a decision meets it by itself.
            LogFailed(failure);
        }
    }

    [LoggerMessage(EventId = 1404, Level = LogLevel.Warning, Message = "What other replicas changed could not be read; it is read again soon.")]
    private partial void LogFailed(Exception exception);
}
