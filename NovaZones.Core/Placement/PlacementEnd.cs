using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;

namespace NovaZones.Core.Placement;

/// <summary>Writes how a placement ended: what was taken with its answer, or that nothing was.</summary>
internal sealed class PlacementEnd(FleetLedger ledger, ReleaseService release)
{
    /// <summary>Inside a ledger decision: own and remote instances, the reservation with its answer, the explanation.</summary>
    public static PlacementOutcome.Placed Keep(LedgerBatch batch, PlacementRun run, RemoteClaim remote, ImmutableArray<Slot> taken, IReadOnlyCollection<string> conflicts)
    {
        var instances = run.Instances(taken, remote.Placed, batch.Now);
        foreach (var instance in instances.Where(i => i.HostId is not null))
        {
            batch.SaveInstance(instance, isNew: true);
        }

        remote.Settle(batch, keep: true);
        var answer = run.Report.Answer(instances);
        var json = JsonSerializer.Serialize(answer, WireJson.Options);
        remote.SaveEnd(batch, run.Draft with
        {
            State = instances.Length < run.Request.Count ? ReservationState.Partial : ReservationState.Placed,
            Placed = instances.Length,
            AnswerStatus = 201,
            AnswerJson = json,
        });
        batch.SaveExplanation(run.Report.Explanation([.. run.Conflicts, .. remote.Conflicts, .. conflicts], instances.Length, batch.Now));
        return new PlacementOutcome.Placed(answer, json);
    }

    /// <summary>Records a refusal in one durable step, then gives back what children took or may have taken.</summary>
    /// <param name="run">The request.</param>
    /// <param name="remote">What was asked of children.</param>
    /// <param name="reason">Why, in a few words.</param>
    /// <param name="answerJson">Body of the answer, for a retry.</param>
    public Task GiveUpAsync(PlacementRun run, RemoteClaim remote, string reason, string answerJson) =>
        GiveUpAsync(run, remote, run.Draft with { State = ReservationState.Refused, Reason = reason, AnswerStatus = 409, AnswerJson = answerJson });

    /// <summary>Records how far a request got in one durable step, then gives back what children took or may have taken.</summary>
    /// <param name="run">The request.</param>
    /// <param name="remote">What was asked of children.</param>
    /// <param name="reservation">The reservation as it shall be.</param>
    public async Task GiveUpAsync(PlacementRun run, RemoteClaim remote, Reservation reservation)
    {
        await ledger.DecideAsync(
            batch =>
            {
                remote.Settle(batch, keep: false);
                remote.SaveEnd(batch, reservation);
                batch.SaveExplanation(run.Report.Explanation([.. run.Conflicts, .. remote.Conflicts], 0, batch.Now));
                return true;
            },
            CancellationToken.None).ConfigureAwait(false);
        if (remote.Placed.Count + remote.Doubtful.Count > 0)
        {
            await release.ReleaseFromChildrenAsync([.. remote.Placed, .. remote.Doubtful]).ConfigureAwait(false);
        }
    }
}
