using Microsoft.Extensions.Options;
using NovaZones.Core.Federation.Asking;
using NovaZones.Core.Federation.Flaws;
using NovaZones.Core.Federation.Protocol;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement.Lanes;
using NovaZones.Core.Placement.Packs;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>Asks the children for slots, all at once, each within its own time.</summary>
internal sealed class PlacementForwarder(
    ChildZoneRegistry registry, IChildZoneClient client, ChildTurns turns, ZoneIdentity identity, MixWire mixes, IOptions<FederationOptions> options, TimeProvider time)
{
    /// <summary>Lines of single children that offered nothing in one answer.</summary>
    public int MostChildLines => options.Value.MaxChildLines;

    /// <summary>Whether there is any child.</summary>
    public bool HasChildren => registry.All.Any();

    /// <summary>
    /// Asks those that the summaries do not rule out; when what they and <paramref name="ownSlots"/> offer is not enough, also the rest.
    /// Never throws for what a child does; every child appears in the answer.
    /// </summary>
    public async Task<ChildAnswers> AskAsync(TreeAsk ask, int ownSlots, CancellationToken cancellationToken)
    {
        var screen = registry.Screen();
        if (screen.States.IsEmpty)
        {
            return ChildAnswers.None;
        }

        var screening = screen.Sort(ask, identity.Name);
        var questions = new ChildQuestions(screen, registry, ask, identity.Name);
        var lines = new NotAskedLines(screen, ask.Request, options.Value.MaxChildLines);
        questions.Sort(screening, lines);
        if (ask.MayTake && ownSlots == 0 && questions is { First: [{ Doubt: null } only], Probes.Count: 0 } && MayTake(only.Child.Id))
        {
            lines.NotNeeded(screening);
            var isAlone = !screening.Out.Any(g => g.IsOnlyDoubted);
            return new ChildAnswers([], lines.ToLines()) { Outright = new OutrightTake(this, ask, only, isAlone) };
        }

        var began = time.GetTimestamp();
        var offers = new List<ChildOffer>(await Task.WhenAll(questions.First.Select(q => AskOneAsync(ask, q, began, cancellationToken))).ConfigureAwait(false));
        if (ownSlots + offers.Sum(o => o.Explanation.Offered) < ask.Count && time.GetUtcNow() < ask.DeadlineAt)
        {
            questions.Missed(offers);
            questions.SortDoubted(screening, lines);
            offers.AddRange(await Task.WhenAll(questions.Last.Concat(questions.Probes).Select(q => AskOneAsync(ask, q, began, cancellationToken))).ConfigureAwait(false));
        }
        else
        {
            lines.NotNeeded(screening);
            foreach (var probe in questions.Probes)
            {
                // Whether the child answers again is found out beside the request, which does without it. Ends within the child's time, never throws.
                lines.Add(probe.Child, "Open", $"is being tried again, not waited for: {probe.Doubt}");
                _ = AskOneAsync(ask, probe, began, CancellationToken.None);
            }
        }

        return new ChildAnswers([.. offers.OrderBy(o => o.Child.Name, StringComparer.Ordinal)], lines.ToLines());
    }

    /// <summary>Asks the only child that comes into question to find slots and to take them. Never throws for what it does.</summary>
    /// <param name="ask">What is asked.</param>
    /// <param name="question">Of whom.</param>
    /// <param name="isAlone">Whether nobody else is to be asked after it, so that it may have nearly all the time there is.</param>
    /// <param name="claim">For whom it is taken.</param>
    /// <returns>What it took, as if a plan had been claimed, and what it found.</returns>
    public async Task<(ChildReply<ClaimResponse> Reply, ChildOffer Offer)> TakeAsync(TreeAsk ask, ChildQuestion question, bool isAlone, ClaimBody claim)
    {
        var child = question.Child;
        var started = time.GetTimestamp();
        var whole = turns.TimeFor(ask, isAlone ? 0.9 : 0.5);
        using var turn = await turns.EnterAsync(question, whole, CancellationToken.None).ConfigureAwait(false);
        if (turn is null)
        {
            return (Nothing(503, ChildTurns.NoTurn(whole)), ChildOffers.None(child, "Skipped", ChildTurns.NoTurn(whole), time.GetElapsedTime(started)));
        }

        var body = new TakeBody
        {
            Ask = Body(ask, question, turn.Left),
            Claim = claim with { DeadlineMs = ChildTurns.DeadlineMs(turn.Left) },
            Needs = [ZoneProtocol.Outright],
        };
        var reply = await client.TakeAsync(child, body, turn.Left, CancellationToken.None).ConfigureAwait(false);
        if (reply is ChildReply<TakeResponse>.Answered({ Offer: { } told }) && SelectFlaws.Of(told, ask, needsPlan: false) is { } flaw)
        {
            // What it took may stand all the same: it is given back as that of a child which did not answer.
            reply = new ChildReply<TakeResponse>.Failed(flaw);
        }

        var elapsed = time.GetElapsedTime(started);
        turns.Note(question, reply, turn.Left);
        registry.GateOf(child.Id).FoundTooLittle = reply is ChildReply<TakeResponse>.Answered({ Claim: null });
        return reply switch
        {
            ChildReply<TakeResponse>.Answered(var answer) => (
                answer.Claim is { } taken ? new ChildReply<ClaimResponse>.Answered(taken) : Nothing(409, "fewer slots were found than were asked for"),
                answer.Offer is { } offer ? ChildOffers.Of(question, offer, elapsed) : ChildOffers.None(child, "Answered", null, elapsed)),
            ChildReply<TakeResponse>.Refused(var status, var reason) => (
                new ChildReply<ClaimResponse>.Refused(status, reason), ChildOffers.None(child, "Failed", $"refused with {status}: {reason}", elapsed)),
            ChildReply<TakeResponse>.TimedOut(var reason) => (new ChildReply<ClaimResponse>.TimedOut(reason), ChildOffers.None(child, "TimedOut", reason, elapsed)),
            ChildReply<TakeResponse>.Failed(var reason) => (new ChildReply<ClaimResponse>.Failed(reason), ChildOffers.None(child, "Failed", reason, elapsed)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private bool MayTake(Guid child) => options.Value.PlaceOutright && !registry.GateOf(child).FoundTooLittle && registry.Find(child)?.Knows(ZoneProtocol.Outright) == true;

    /// <summary>Nothing was taken this time. A refusal, and no empty answer: of an earlier try of the same claim it says nothing.</summary>
    private static ChildReply<ClaimResponse> Nothing(int status, string reason) => new ChildReply<ClaimResponse>.Refused(status, reason);

    private SelectBody Body(TreeAsk ask, ChildQuestion question, TimeSpan timeout) => new()
    {
        Request = RequestBelow.Of(ask.Request, question.Zones),
        Count = ask.Count,
        Weights = ask.Weights,
        Mix = mixes.Write(ask.Mix, ask.Weights),
        Path = ask.Path,
        HopsLeft = ask.HopsLeft - 1,
        DeadlineMs = ChildTurns.DeadlineMs(timeout),
        Alternates = ask.Alternates,
        Lanes = ask.Lanes,
        Packs = OfferPack.Form,
    };

    private async Task<ChildOffer> AskOneAsync(TreeAsk ask, ChildQuestion question, long began, CancellationToken cancellationToken)
    {
        var started = Math.Round(time.GetElapsedTime(began).TotalMilliseconds, 3);
        var offer = await AskOneAsync(ask, question, cancellationToken).ConfigureAwait(false);
        return offer with { Explanation = offer.Explanation with { StartedMs = started } };
    }

    private async Task<ChildOffer> AskOneAsync(TreeAsk ask, ChildQuestion question, CancellationToken cancellationToken)
    {
        var child = question.Child;
        var started = time.GetTimestamp();

        // The other half is for claiming, and for another round if this child fails.
        var whole = turns.TimeFor(ask, 0.5);
        using var turn = await turns.EnterAsync(question, whole, cancellationToken).ConfigureAwait(false);
        if (turn is null)
        {
            return ChildOffers.None(child, "Skipped", ChildTurns.NoTurn(whole), time.GetElapsedTime(started));
        }

        var timeout = turn.Left;
        var axes = ask.Lanes ? SpreadAxis.CountOf(ask.Request, ask.Weights.Keys) : 0;
        var reply = await client.SelectAsync(child, Body(ask, question, timeout), timeout, cancellationToken).ConfigureAwait(false);
        if (reply is ChildReply<SelectResponse>.Answered(var told) && (ask.Lanes ? LaneFlaws.Of(told, axes, ask.HopsLeft + 2) : SelectFlaws.Of(told, ask, needsPlan: true)) is { } flaw)
        {
            reply = new ChildReply<SelectResponse>.Failed(flaw);
        }

        var elapsed = time.GetElapsedTime(started);
        turns.Note(question, reply, timeout);
        switch (reply)
        {
            case ChildReply<SelectResponse>.Answered({ Lanes: null }) when ask.Lanes:
                return ChildOffers.None(child, "Skipped", "its version knows no lanes: it cannot take part in a spread over several zones", elapsed);
            case ChildReply<SelectResponse>.Answered({ Lanes: { } lanes } answer) when ask.Lanes:
                return ChildOffers.OfLanes(question, answer, lanes, elapsed);
            case ChildReply<SelectResponse>.Answered(var answer):
                registry.GateOf(child.Id).FoundTooLittle = answer.Scores.Length < ask.Count;
                return ChildOffers.Of(question, answer, elapsed);
            case ChildReply<SelectResponse>.Refused(var status, var reason):
                return ChildOffers.None(child, "Failed", $"refused with {status}: {reason}", elapsed);
            case ChildReply<SelectResponse>.TimedOut(var reason):
                return ChildOffers.None(child, "TimedOut", reason, elapsed);
            case ChildReply<SelectResponse>.Failed(var reason):
                return ChildOffers.None(child, "Failed", reason, elapsed);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
