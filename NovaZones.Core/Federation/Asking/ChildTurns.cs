using Microsoft.Extensions.Options;

namespace NovaZones.Core.Federation.Asking;

/// <summary>When a child may be asked and for how long, and what the end of a question says of it.</summary>
internal sealed class ChildTurns(ChildZoneRegistry registry, IOptions<FederationOptions> options, TimeProvider time)
{
    private readonly AskRoom _room = new(options.Value);

    /// <summary>What one child may take of the time that is left.</summary>
    public TimeSpan TimeFor(TreeAsk ask, double part)
    {
        var most = (ask.DeadlineAt - time.GetUtcNow()) * part;
        return most < options.Value.ChildTimeout ? most : options.Value.ChildTimeout;
    }

    /// <summary>What is told to the child of a time: its answer must travel, too. In milliseconds.</summary>
    public static int DeadlineMs(TimeSpan timeout) => Math.Max(1, (int)(timeout.TotalMilliseconds * 0.9));

    /// <summary>Waits for leave to ask. Null when there is none within the time.</summary>
    public async Task<AskTurn?> EnterAsync(ChildQuestion question, TimeSpan timeout, CancellationToken cancellationToken)
    {
        AskTurn? turn = null;
        try
        {
            return turn = timeout <= TimeSpan.Zero ? null : await _room.EnterAsync(registry.GateOf(question.Child.Id), timeout, time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (turn is null && question.IsProbe)
            {
                registry.GateOf(question.Child.Id).Withdrawn();
            }
        }
    }

    /// <summary>Why there was no turn within that time.</summary>
    public static string NoTurn(TimeSpan timeout) =>
        timeout <= TimeSpan.Zero ? "the deadline left no time to ask" : "as many questions as allowed were open all the time";

    /// <summary>What the end of a question says of the child. That it said no is not the breaker's business: it is alive.</summary>
    public void Note<T>(ChildQuestion question, ChildReply<T> reply, TimeSpan timeout)
    {
        var id = question.Child.Id;
        switch (reply)
        {
            case ChildReply<T>.Answered:
                registry.Succeeded(id, null, null);
                registry.GateOf(id).Succeeded();
                break;
            case ChildReply<T>.Refused:
                registry.GateOf(id).Succeeded();
                break;
            case ChildReply<T>.TimedOut(var reason):
                // A caller in a hurry must not close a child to everybody else: only silence over a fair time counts at once.
                var isConclusive = timeout >= options.Value.ChildTimeout / 2;
                registry.GateOf(id).Failed(reason, isConclusive);
                if (isConclusive)
                {
                    registry.Failed(id, reason);
                }

                break;
            case ChildReply<T>.Failed(var reason):
                registry.GateOf(id).Failed(reason, isConclusive: false);
                registry.Failed(id, reason);
                break;
        }
    }
}
