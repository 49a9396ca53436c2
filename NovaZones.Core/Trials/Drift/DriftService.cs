using System.Collections.Immutable;
using NovaZones.Core.Claims;
using NovaZones.Core.Placement;
using NovaZones.Core.Policies;

namespace NovaZones.Core.Trials.Drift;

/// <summary>Looks for placed instances that would not be placed there now. Moves nothing.</summary>
/// <remarks>
/// An instance is judged alone: its host without it, all others as they are. Its request counts as it was asked, the policy as it is now;
/// of a parent's claim the parent's multipliers are not known here, so only this zone's own are used.
/// </remarks>
public sealed class DriftService
{
    /// <summary>Most reservations that are looked at in one step.</summary>
    public const int MostReservations = 500;

    /// <summary>By how much another host must be better when nobody says.</summary>
    public const double UsualGain = 0.25;

    private readonly FleetLedger _ledger;
    private readonly PolicyBook _policies;
    private readonly PlacementRequestParser _parser;
    private readonly IReservationStore _reservations;
    private readonly TrialGround _ground;

    internal DriftService(FleetLedger ledger, PolicyBook policies, PlacementRequestParser parser, IReservationStore reservations, TrialGround ground)
    {
        _ledger = ledger;
        _policies = policies;
        _parser = parser;
        _reservations = reservations;
        _ground = ground;
    }

    /// <summary>Looks at the reservations of one page.</summary>
    /// <param name="gain">By how much another host's score must be higher, 0 or more.</param>
    /// <param name="limit">Reservations to look at, 1 to <see cref="MostReservations"/>.</param>
    /// <param name="cursor">Where the last step ended, or null.</param>
    /// <param name="cancellationToken">Gives up between two instances.</param>
    /// <exception cref="ArgumentException">The cursor is not one that a step ended with; the parameter name is <c>cursor</c>.</exception>
    public async Task<DriftAnswer> LookAsync(double gain, int limit, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gain);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostReservations);
        var page = await _reservations.ListHeldRequestsAsync(cursor, limit, cancellationToken).ConfigureAwait(false);
        var ids = await _reservations.ListInstanceIdsAsync([.. page.Items.Select(r => r.Id)], cancellationToken).ConfigureAwait(false);
        var (fleet, here) = await _ledger.DecideAsync(
            batch => (batch.Working, ids.Select(batch.FindLocal).OfType<Instance>().ToLookup(i => i.ReservationId, StringComparer.Ordinal)), cancellationToken).ConfigureAwait(false);
        var trial = _ground.Begin();
        var items = ImmutableArray.CreateBuilder<DriftItem>();
        var looked = 0;
        foreach (var reservation in page.Items)
        {
            if (!here.Contains(reservation.Id) || !_parser.TryReadStored(reservation.RequestJson, out var request, isOfPeer: reservation.ClaimId is not null))
            {
                continue;
            }

            var policy = _policies.Find(reservation.Policy) ?? _policies.Find(Policy.DefaultName)!;
            var context = trial.ContextOf(request, policy) with { HintedHosts = await HintedHosts.FindAsync(request, _reservations, cancellationToken).ConfigureAwait(false) };
            foreach (var instance in here[reservation.Id].OrderBy(i => i.Index))
            {
                cancellationToken.ThrowIfCancellationRequested();
                looked++;
                if (fleet.Find(instance.HostId!.Value) is { } host && DriftJudge.Judge(fleet, host, instance, context, gain) is { } found)
                {
                    items.Add(new DriftItem(
                        instance.Id, reservation.Id, request.Name, host.Name, found.Score is null ? "filter" : "score", found.Reason, found.Better, found.Score, found.BetterScore));
                }
            }
        }

        return new DriftAnswer { Items = items.ToImmutable(), Looked = looked, NextCursor = page.NextCursor, AsOf = trial.Now };
    }
}
