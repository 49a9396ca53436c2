using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Placement.Pending;

/// <summary>Writes the end of a pending request that nobody is trying: cancelled, expired, or not to be understood any more.</summary>
internal sealed class PendingEnd(FleetLedger ledger, IReservationStore reservations, ZoneIdentity identity)
{
    /// <summary>Ends it. Its explanation says so and keeps what the last attempt found.</summary>
    /// <param name="stored">The reservation as it is in the database.</param>
    /// <param name="state">Cancelled, Expired or Refused.</param>
    /// <param name="reason">Why, in a few words.</param>
    public async Task EndAsync(Reservation stored, ReservationState state, string reason)
    {
        var explanation = await ExplainAsync(stored, reason).ConfigureAwait(false);
        var refusal = new RefusalAnswer
        {
            ReservationId = stored.Id,
            State = state == ReservationState.Refused ? null : state.ToString(),
            Detail = explanation.Summary,
            Requested = stored.Requested,
            Considered = ExplanationSums.Considered(explanation.Local, explanation.Children),
            Filters = ExplanationSums.Filters(explanation.Local, explanation.Children),
            Changes = explanation.Changes,
            Children = [.. explanation.Children.Select(c => new ChildAnswer(c.Zone, c.Outcome, c.Reason, c.ElapsedMs))],
            ElapsedMs = explanation.ElapsedMs,
            Explanation = $"/api/v1/placements/{stored.Id}/explanation",
        };
        await ledger.DecideAsync(
            batch =>
            {
                batch.SaveReservation(stored with { State = state, Reason = reason, AnswerStatus = 409, AnswerJson = JsonSerializer.Serialize(refusal, WireJson.Options) });
                batch.SaveExplanation(new ExplanationRecord(stored.Id, explanation, batch.Now));
                return true;
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<PlacementExplanation> ExplainAsync(Reservation stored, string reason)
    {
        var known = await reservations.FindExplanationAsync(stored.Id, CancellationToken.None).ConfigureAwait(false);
        if (known is not null && WireJson.TryRead<PlacementExplanation>(known, out var last))
        {
            return last! with { Summary = $"{Sentence(reason)} The last attempt: {last.Summary}" };
        }

        return new PlacementExplanation
        {
            Zone = identity.Name,
            Policy = stored.Policy,
            PolicyVersion = 0,
            Requested = stored.Requested,
            Placed = 0,
            Summary = $"{Sentence(reason)} It was never tried.",
            Local = LocalExplanation.Nothing,
            Children = ImmutableArray<ChildExplanation>.Empty,
            Rounds = 0,
        };
    }

    private static string Sentence(string reason) => $"Nothing is placed: {reason}.";
}
