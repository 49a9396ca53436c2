using NovaZones.Core.Fleet;
using NovaZones.Core.Live;
using NovaZones.Core.Quotas;
using NovaZones.Core.Replicas;

namespace NovaZones.Core.Claims;

/// <content>What the loop does where the zone has several replicas: follow the others, and commit only what was decided on the newest state.</content>
public sealed partial class FleetLedger
{
    /// <summary>Groups that others overtook so often are decided while nobody else can commit.</summary>
    private const int MaxOvertaken = 3;

    /// <summary>Whether other replicas of the zone may be running.</summary>
    internal bool HasOthers => _follower is not null;

    /// <summary>Lets the loop follow the others although nobody asks for a decision; returns when memory holds what was committed before the call.</summary>
    internal Task FollowAsync(CancellationToken cancellationToken) => _follower is null ? Task.CompletedTask : SettleAsync(cancellationToken);

    /// <summary>Returns when memory holds all that was stored before the call, by this process or by others.</summary>
    internal Task SettleAsync(CancellationToken cancellationToken) => DecideAsync(_ => true, cancellationToken);

    /// <summary>Follows the others before something is refused that only the newest state can refuse. True when there was news.</summary>
    internal async Task<bool> FindNewsAsync(CancellationToken cancellationToken)
    {
        if (_follower is null)
        {
            return false;
        }

        var (fleet, tenants) = (_view.Current, _view.Tenants);
        await FollowAsync(cancellationToken).ConfigureAwait(false);
        return !ReferenceEquals(fleet, _view.Current) || !ReferenceEquals(tenants, _view.Tenants);
    }

    /// <summary>Before a group is decided: memory is made what the database is, as far as it is known to differ.</summary>
    private async Task RefreshAsync()
    {
        if (!_isInDoubt && _follower is { IsBehind: true } && !await TryFollowAsync().ConfigureAwait(false))
        {
            LogCut();
            _isInDoubt = true;
        }

        if (_isInDoubt)
        {
            await LoadAsync(CancellationToken.None).ConfigureAwait(false);
            _isInDoubt = false;
        }
    }

    /// <summary>False when too much was missed.</summary>
    private async Task<bool> TryFollowAsync()
    {
        while (_follower!.IsBehind)
        {
            if (await _follower.ReadAsync(CancellationToken.None).ConfigureAwait(false) is not { } news)
            {
                return false;
            }

            // The follower has moved on: whatever goes wrong until this is taken over is made good by reading everything.
            _isInDoubt = true;
            TakeOver(news);
            _isInDoubt = false;
        }

        return true;
    }

    /// <summary>Decides and commits while no other replica can commit: for a group that was overtaken again and again.</summary>
    /// <param name="group">What to decide.</param>
    /// <param name="decided">Gets what was decided before it is written.</param>
    private async Task CommitExclusivelyAsync(List<LedgerCommand> group, Action<FleetChanges> decided)
    {
        LedgerBatch? batch = null;
        FleetChanges? changes = null;
        await _follower!.CommitExclusivelyAsync(async () =>
        {
            // Others may have committed until the turn came: what was read before is no longer the newest.
            _follower.MarkBehind();
            if (!await TryFollowAsync().ConfigureAwait(false))
            {
                throw new StaleFleetException("Other replicas changed more than can be followed row by row.");
            }

            batch = Decide(group);
            changes = batch.ToChanges();
            decided(changes);
            return changes;
        }).ConfigureAwait(false);
        _isInDoubt = true;
        Publish(batch!, changes!);
        _isInDoubt = false;
    }

    private void TakeOver(FleetNews news)
    {
        var tenants = news.Terms is { } terms ? _view.Tenants.With(terms) : _view.Tenants;
        var snapshot = TakeOverHosts(news, out var changed);
        var instances = news.Rows.LocalInstances.ToDictionary(i => i.Id);
        foreach (var id in news.Instances.Union(instances.Keys))
        {
            if (instances.TryGetValue(id, out var instance))
            {
                _localInstances.Set(instance);
            }
            else
            {
                _localInstances.Remove(id);
            }

            tenants = Recharge(tenants, id, news.Rows.Charges.GetValueOrDefault(id));
        }

        _view.Publish(tenants);
        if (news.Hosts.Count > 0)
        {
            _view.Publish(snapshot);
            foreach (var (before, after) in changed)
            {
                _view.News.Offer(before, after);
            }

            _feed.Publish(ChangeTopic.Hosts);
            _feed.Publish(ChangeTopic.Zone);
        }

        if (news.Instances.Count > 0)
        {
            _feed.Publish(ChangeTopic.Placements);
        }

        if (news.Terms is not null)
        {
            _feed.Publish(ChangeTopic.Policies);
        }
    }

    private FleetSnapshot TakeOverHosts(FleetNews news, out List<(Host? Before, Host After)> changed)
    {
        var snapshot = _view.Current;
        var rows = news.Rows.Hosts.ToDictionary(h => h.Id);
        changed = [];
        foreach (var gone in news.Hosts.Where(id => !rows.ContainsKey(id)).Select(snapshot.Find).OfType<Host>())
        {
            snapshot = snapshot.Without(gone.Name);
            if (!gone.Groups.IsEmpty)
            {
                // Members of server groups went with it, which may open hosts that did not change.
                _view.News.Lose();
            }
        }

        foreach (var row in rows.Values)
        {
            if (snapshot.Find(row.Id) is { } known)
            {
                known.Heartbeat.Beat(row.Heartbeat.LastReportAt);
                changed.Add((known, row with { Heartbeat = known.Heartbeat }));
            }
            else
            {
                changed.Add((null, row));
            }
        }

        snapshot = snapshot.WithAll([.. changed.Where(c => c.Before is not null).Select(c => c.After)]);
        return changed.Where(c => c.Before is null).Aggregate(snapshot, (all, c) => all.With(c.After));
    }

    private TenantBook Recharge(TenantBook tenants, Guid instanceId, InstanceCharge? charge)
    {
        if (_charges.Remove(instanceId, out var old))
        {
            tenants = tenants.Charge(old, -1);
        }

        if (charge is null)
        {
            return tenants;
        }

        _charges[instanceId] = charge;
        return tenants.Charge(charge, 1);
    }
}
