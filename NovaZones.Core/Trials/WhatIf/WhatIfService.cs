using System.Collections.Immutable;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Policies;

namespace NovaZones.Core.Trials.WhatIf;

/// <summary>Says before anything is done what no longer fits when hosts go, come or are filled otherwise, and where the rest would go.</summary>
public sealed class WhatIfService
{
    /// <summary>Most displaced instances that are tried.</summary>
    public const int MostDisplaced = 20_000;

    /// <summary>Most moves that are told one by one.</summary>
    public const int MostMoves = 200;

    /// <summary>Most overfull inventories that are told one by one.</summary>
    public const int MostOverfull = 100;

    private const int Page = 1000;

    private readonly FleetView _view;
    private readonly HostService _hosts;
    private readonly PolicyBook _policies;
    private readonly PlacementRequestParser _parser;
    private readonly IReservationStore _reservations;
    private readonly ChildZoneRegistry _children;
    private readonly TrialGround _ground;
    private readonly TimeProvider _time;

    internal WhatIfService(
        FleetView view, HostService hosts, PolicyBook policies, PlacementRequestParser parser, IReservationStore reservations, ChildZoneRegistry children, TrialGround ground, TimeProvider time)
    {
        _view = view;
        _hosts = hosts;
        _policies = policies;
        _parser = parser;
        _reservations = reservations;
        _children = children;
        _ground = ground;
        _time = time;
    }

    /// <summary>Tries the changes on the fleet as it is now.</summary>
    public async Task<WhatIfOutcome> AskAsync(WhatIfAsk ask, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var started = _time.GetTimestamp();
        var fleet = _view.Current;
        var faults = ChangedFleet.Check(ask, fleet).ToList();
        faults.AddRange(ask.RemoveZones.Index().Where(z => z.Item is null || _children.Find(z.Item) is null).Select(z => new Fault($"removeZones[{z.Index}]", "is not a child zone")));
        if (faults.Count > 0)
        {
            return new WhatIfOutcome.Invalid(faults);
        }

        var removed = ChangedFleet.Removed(ask, fleet);
        var displaced = await DisplacedAsync(ask, removed, cancellationToken).ConfigureAwait(false);
        if (displaced.Count > MostDisplaced)
        {
            return new WhatIfOutcome.Invalid([new Fault("removeHosts", $"displaces more than {MostDisplaced} instances; ask in parts")]);
        }

        var trial = _ground.Begin();
        var policy = _policies.Find(Policy.DefaultName)!;
        var changed = ChangedFleet.Of(ask, fleet, removed, trial.Now);
        var world = new TrialWorld(changed);
        var moves = await PlaceAsync(trial, world, displaced, cancellationToken).ConfigureAwait(false);
        var overfull = Overfull(changed).ToList();
        return new WhatIfOutcome.Answered(new WhatIfAnswer
        {
            Displaced = moves.Count,
            Placed = moves.Count(m => m.To is not null),
            Lost = moves.Count(m => m.To is null),
            Moves = [.. moves.Where(m => m.To is null).Concat(moves.Where(m => m.To is not null)).Take(MostMoves)],
            Overfull = [.. overfull.Take(MostOverfull)],
            OverfullCount = overfull.Count,
            Before = new TrialWorld(fleet).ToFigures(trial.FrequentUnder(policy), cancellationToken),
            After = world.ToFigures(trial.FrequentUnder(policy), cancellationToken),
            HostsBefore = fleet.Count,
            HostsAfter = changed.Count,
            AsOf = trial.Now,
            ElapsedMs = Math.Round(_time.GetElapsedTime(started).TotalMilliseconds, 3),
        });
    }

    /// <summary>Instances that lose their place, each with where it is; those placed first come first.</summary>
    private async Task<List<(Instance Instance, string From)>> DisplacedAsync(WhatIfAsk ask, IReadOnlyList<Host> removed, CancellationToken cancellationToken)
    {
        var displaced = new List<(Instance Instance, string From)>();
        foreach (var host in removed.Where(h => h.InstanceCount > 0))
        {
            var here = await _hosts.ListInstancesAsync(host.Id, MostDisplaced + 1, cancellationToken).ConfigureAwait(false);
            displaced.AddRange(here.Where(i => i.State == InstanceState.Placed).Select(i => (i, host.Name)));
            if (displaced.Count > MostDisplaced)
            {
                return displaced;
            }
        }

        foreach (var child in ask.RemoveZones.Distinct(StringComparer.Ordinal).Select(name => _children.Find(name)!.Child))
        {
            HeldCursor? after = null;
            do
            {
                var there = await _reservations.ListInstancesOfChildAsync(child.Id, after, Page, cancellationToken).ConfigureAwait(false);
                displaced.AddRange(there.Where(i => i.State == InstanceState.Placed).Select(i => (i, i.ZonePath)));
                after = there.Count < Page ? null : HeldCursor.After(there[^1]);
            }
            while (after is not null && displaced.Count <= MostDisplaced);
        }

        return [.. displaced.OrderBy(d => d.Instance.CreatedAt).ThenBy(d => d.Instance.Id)];
    }

    private async Task<List<WhatIfMove>> PlaceAsync(Trial trial, TrialWorld world, List<(Instance Instance, string From)> displaced, CancellationToken cancellationToken)
    {
        var requests = new Dictionary<string, (PlacementRequest Request, Policy Policy, ImmutableDictionary<Guid, Guid> Hinted)?>(StringComparer.Ordinal);
        var moves = new List<WhatIfMove>(displaced.Count);
        foreach (var (instance, from) in displaced)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!requests.TryGetValue(instance.ReservationId, out var known))
            {
                requests.Add(instance.ReservationId, known = await FindAsync(instance.ReservationId, cancellationToken).ConfigureAwait(false));
            }

            if (known is not { } asked)
            {
                moves.Add(new WhatIfMove(instance.Id, instance.ReservationId, null, from, null, "what was asked is not known any more"));
                continue;
            }

            var (hosts, reason) = trial.Place(world, asked.Policy, new RecordedRequest(instance.ReservationId, asked.Request, 1, 1, true, asked.Hinted));
            moves.Add(new WhatIfMove(instance.Id, instance.ReservationId, asked.Request.Name, from, hosts.IsEmpty ? null : hosts[0], reason));
        }

        return moves;
    }

    private async Task<(PlacementRequest Request, Policy Policy, ImmutableDictionary<Guid, Guid> Hinted)?> FindAsync(string reservationId, CancellationToken cancellationToken)
    {
        if (await _reservations.FindAsync(reservationId, cancellationToken).ConfigureAwait(false) is not { } reservation
            || !_parser.TryReadStored(reservation.RequestJson, out var request, isOfPeer: reservation.ClaimId is not null))
        {
            return null;
        }

        // A policy that was deleted since, or that a parent named and this zone does not have, is the default one here.
        var policy = _policies.Find(reservation.Policy) ?? _policies.Find(Policy.DefaultName)!;
        return (request, policy, await HintedHosts.FindAsync(request, _reservations, cancellationToken).ConfigureAwait(false));
    }

    private static IEnumerable<OverfullInventory> Overfull(FleetSnapshot fleet) =>
        from host in fleet.Hosts
        from provider in host.Providers
        from inventory in provider.Inventories
        where inventory.Free < 0
        select new OverfullInventory(host.Name, provider.Name, inventory.ResourceClass, inventory.Used, inventory.Inventory.Capacity);
}
