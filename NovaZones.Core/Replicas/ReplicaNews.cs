using NovaZones.Core.Access;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Placement.Pending;
using NovaZones.Core.Policies;

namespace NovaZones.Core.Replicas;

/// <summary>Takes over what other replicas changed beside the ledger: policies, rules, children, tokens, signs of life, pending requests.</summary>
internal sealed class ReplicaNews(
    PolicyBook policies, AggregateBook aggregates, ChildZonePoller children, ApiTokenService tokens, FleetView fleet, PendingPlacementService pending)
{
    /// <summary>Takes changes over. What fails is to be taken over again, by reading everything.</summary>
    /// <param name="entries">What changed, in order.</param>
    /// <param name="areLost">Whether some are missing: everything is read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task TakeOverAsync(IReadOnlyList<FeedEntry> entries, bool areLost, CancellationToken cancellationToken)
    {
        var kinds = entries.Select(e => e.Kind).ToHashSet();
        if (areLost || kinds.Contains(FeedKind.Policies))
        {
            await policies.ReloadAsync(cancellationToken).ConfigureAwait(false);
        }

        if (areLost || kinds.Contains(FeedKind.Aggregates))
        {
            await aggregates.LoadAsync(cancellationToken).ConfigureAwait(false);
        }

        if (areLost || kinds.Contains(FeedKind.Children))
        {
            await children.ReloadAsync(cancellationToken).ConfigureAwait(false);
        }

        if (areLost || kinds.Contains(FeedKind.Tokens))
        {
            tokens.ForgetVerified();
        }

        foreach (var beat in entries.SelectMany(e => e.Body.Beats))
        {
            Hear(beat);
        }

        if (areLost)
        {
            await pending.FollowAllAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await pending.FollowAsync([.. entries.SelectMany(e => e.Body.Pending).Distinct(StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false);
        }
    }

    private void Hear(FeedBeat beat)
    {
        if (fleet.Current.Find(beat.Host) is { } host)
        {
            fleet.News.Heard(host, beat.At);
            host.Heartbeat.Beat(beat.At);
        }
    }
}
