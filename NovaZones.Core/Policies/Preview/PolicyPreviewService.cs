using System.Collections.Immutable;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Trials;

namespace NovaZones.Core.Policies.Preview;

/// <summary>Tries another version of a policy on the requests that were asked last and on the live fleet.</summary>
public sealed class PolicyPreviewService
{
    /// <summary>Requests that are tried when nobody says how many.</summary>
    public const int UsualRequests = 200;

    /// <summary>Most requests that are tried.</summary>
    public const int MostRequests = 1000;

    /// <summary>Most decisions that are told one by one.</summary>
    public const int MostDecisions = 100;

    private readonly FleetLedger _ledger;
    private readonly PolicyBook _policies;
    private readonly PolicyResolver _resolver;
    private readonly PlacementRequestParser _parser;
    private readonly IReservationStore _reservations;
    private readonly TrialGround _ground;
    private readonly TimeProvider _time;

    internal PolicyPreviewService(
        FleetLedger ledger, PolicyBook policies, PolicyResolver resolver, PlacementRequestParser parser, IReservationStore reservations, TrialGround ground, TimeProvider time)
    {
        _ledger = ledger;
        _policies = policies;
        _resolver = resolver;
        _parser = parser;
        _reservations = reservations;
        _ground = ground;
        _time = time;
    }

    /// <summary>Compares a version that is not saved with the one in force.</summary>
    /// <param name="draft">The version as it would be saved; there must be a policy of that name.</param>
    /// <param name="requests">How many recorded requests to try, 1 to <see cref="MostRequests"/>.</param>
    /// <param name="cancellationToken">Gives up between two requests.</param>
    public async Task<PolicyPreviewOutcome> PreviewAsync(Policy draft, int requests, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentOutOfRangeException.ThrowIfLessThan(requests, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(requests, MostRequests);
        var faults = _resolver.Check(draft);
        if (faults.Count > 0)
        {
            return new PolicyPreviewOutcome.Invalid(faults);
        }

        var started = _time.GetTimestamp();
        var current = _policies.Find(draft.Name) ?? throw new ArgumentException($"There is no policy {draft.Name}.", nameof(draft));
        var stored = await _reservations.ListAnsweredAsync(draft.Name, requests, cancellationToken).ConfigureAwait(false);
        var ids = await _reservations.ListInstanceIdsAsync([.. stored.Where(IsHeld).Select(r => r.Id)], cancellationToken).ConfigureAwait(false);

        // One moment for both, so that nothing is taken away that is not there.
        var (fleet, here) = await _ledger.DecideAsync(batch => (batch.Working, ids.Select(batch.FindLocal).OfType<Instance>().ToList()), cancellationToken).ConfigureAwait(false);
        var recorded = await ReadAsync(stored, here, cancellationToken).ConfigureAwait(false);
        var bare = Without(fleet, here);
        var (before, after) = (new TrialWorld(bare), new TrialWorld(bare));
        var moved = new List<PreviewDecision>();
        var trial = _ground.Begin();
        foreach (var request in recorded.OfType<RecordedRequest>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (was, _) = trial.Place(before, current, request);
            var (would, reason) = trial.Place(after, draft, request);
            if (!was.SequenceEqual(would))
            {
                moved.Add(new PreviewDecision(request.ReservationId, request.Request.Name, was, would, reason));
            }
        }

        moved.Reverse();
        return new PolicyPreviewOutcome.Previewed(new PolicyPreview
        {
            Policy = draft.Name,
            Version = current.Version,
            Hosts = fleet.Count,
            Requests = recorded.Count(r => r is not null),
            Elsewhere = recorded.Count(r => r is null),
            Moved = moved.Count,
            Decisions = [.. moved.Take(MostDecisions)],
            Before = before.ToFigures(trial.FrequentUnder(current), cancellationToken),
            After = after.ToFigures(trial.FrequentUnder(draft), cancellationToken),
            AsOf = trial.Now,
            ElapsedMs = Math.Round(_time.GetElapsedTime(started).TotalMilliseconds, 3),
        });
    }

    private static bool IsHeld(Reservation reservation) => reservation.State is ReservationState.Placed or ReservationState.Partial;

    /// <summary>The recorded requests, oldest first; null for one of which children hold every instance.</summary>
    private async Task<List<RecordedRequest?>> ReadAsync(IReadOnlyList<Reservation> stored, List<Instance> here, CancellationToken cancellationToken)
    {
        var counts = here.CountBy(i => i.ReservationId, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var recorded = new List<RecordedRequest?>(stored.Count);
        foreach (var reservation in stored.Reverse())
        {
            // One that another version of the program wrote and this one cannot read says nothing.
            if (_parser.TryReadStored(reservation.RequestJson, out var request))
            {
                var hinted = await HintedHosts.FindAsync(request, _reservations, cancellationToken).ConfigureAwait(false);
                recorded.Add(RecordedRequest.Of(reservation, request, counts.GetValueOrDefault(reservation.Id), hinted));
            }
        }

        return recorded;
    }

    /// <summary>The fleet without some instances.</summary>
    private static FleetSnapshot Without(FleetSnapshot fleet, IEnumerable<Instance> instances)
    {
        var hosts = new Dictionary<Guid, Host>();
        foreach (var instance in instances)
        {
            if ((hosts.GetValueOrDefault(instance.HostId!.Value) ?? fleet.Find(instance.HostId.Value)) is { } host)
            {
                hosts[host.Id] = host.WithoutInstance(instance.Parts, instance.Group);
            }
        }

        return fleet.WithAll(hosts.Values);
    }
}
