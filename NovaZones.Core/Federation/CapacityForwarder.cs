using System.Collections.Immutable;
using NovaZones.Core.Federation.Asking;
using NovaZones.Core.Federation.Flaws;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement.Capacity;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>Asks the children how many more would fit, all at once, each within its own time.</summary>
internal sealed class CapacityForwarder(ChildZoneRegistry registry, IChildZoneClient client, ChildTurns turns, ZoneIdentity identity)
{
    /// <summary>Asks every child how many more would fit there, all at once. Never throws for what a child does.</summary>
    public async Task<ImmutableArray<ZoneCapacity>> AskAsync(TreeAsk ask, CancellationToken cancellationToken)
    {
        var screen = registry.Screen();
        var screening = screen.Sort(ask, identity.Name);
        var questions = new ChildQuestions(screen, registry, ask, identity.Name);
        var lines = new NotAskedLines(screen, ask.Request, int.MaxValue);
        questions.SortAll(screening, lines);
        var answers = await Task.WhenAll(questions.First.Concat(questions.Probes).Select(q => AskOneAsync(ask, q, cancellationToken))).ConfigureAwait(false);
        return
        [
            .. answers.SelectMany(a => a)
                .Concat(lines.ToLines().Select(l => new ZoneCapacity(l.Zone, 0, 0, l.Outcome, l.Reason)))
                .OrderBy(z => z.Zone, StringComparer.Ordinal),
        ];
    }

    private async Task<IEnumerable<ZoneCapacity>> AskOneAsync(TreeAsk ask, ChildQuestion question, CancellationToken cancellationToken)
    {
        var (child, _) = question;
        var whole = turns.TimeFor(ask, 0.9);
        using var turn = await turns.EnterAsync(question, whole, cancellationToken).ConfigureAwait(false);
        if (turn is null)
        {
            return [new ZoneCapacity(child.Name, 0, 0, "Skipped", ChildTurns.NoTurn(whole))];
        }

        var timeout = turn.Left;
        var body = new SelectBody
        {
            Request = RequestBelow.Of(ask.Request, question.Zones),
            Count = 1,
            Weights = ask.Weights,
            Path = ask.Path,
            HopsLeft = ask.HopsLeft - 1,
            DeadlineMs = ChildTurns.DeadlineMs(timeout),
        };
        var reply = await client.CapacityAsync(child, body, timeout, cancellationToken).ConfigureAwait(false);
        if (reply is ChildReply<CapacityAnswer>.Answered(var told) && AnswerFlaws.Of(told) is { } flaw)
        {
            reply = new ChildReply<CapacityAnswer>.Failed(flaw);
        }

        turns.Note(question, reply, timeout);
        switch (reply)
        {
            case ChildReply<CapacityAnswer>.Answered(var answer):
                // The first entry is the child's own hosts, unless the request left them out; the rest lies below it.
                var own = registry.Find(child.Id)?.Info?.Name;
                return answer.Zones.Select(z => z with { Zone = z.Zone == own ? child.Name : ZonePath.Join(child.Name, z.Zone) });
            case ChildReply<CapacityAnswer>.Refused(var status, var reason):
                return [new ZoneCapacity(child.Name, 0, 0, "Failed", $"refused with {status}: {reason}")];
            case ChildReply<CapacityAnswer>.TimedOut(var reason):
                return [new ZoneCapacity(child.Name, 0, 0, "TimedOut", reason)];
            case ChildReply<CapacityAnswer>.Failed(var reason):
                return [new ZoneCapacity(child.Name, 0, 0, "Failed", reason)];
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
