using NovaZones.Client.Models;

namespace NovaZones.Agent.Assignments;

/// <content>The queue of what the zone has not taken yet.</content>
internal sealed partial class AgentStore
{
    private long _dropped;

    /// <summary>How many acknowledgements were given up since the start, too many or too old.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The oldest that wait, in the order in which they happened.</summary>
    public IReadOnlyList<WaitingAcknowledgement> Waiting(int limit)
    {
        lock (_lock)
        {
            return Query(
                "SELECT Sequence, InstanceId, State, Message, At FROM Outbox ORDER BY Sequence LIMIT $limit",
                r => new WaitingAcknowledgement(
                    r.GetInt64(0),
                    new Acknowledgement(Guid.Parse(r.GetString(1)), r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3), DateTimeOffset.UnixEpoch.AddTicks(r.GetInt64(4)))),
                ("$limit", limit));
        }
    }

    /// <summary>Takes out what the zone has taken, up to and with a place.</summary>
    public void Sent(long upTo)
    {
        lock (_lock)
        {
            Execute("DELETE FROM Outbox WHERE Sequence <= $upTo", ("$upTo", upTo));
        }
    }

    private void Enqueue(Acknowledgement said) => Execute(
        "INSERT INTO Outbox (InstanceId, State, Message, At) VALUES ($id, $state, $message, $at)",
        ("$id", Text(said.InstanceId)), ("$state", said.State), ("$message", said.Message), ("$at", (said.At - DateTimeOffset.UnixEpoch).Ticks));

    /// <summary>Keeps the queue within its bounds, in the transaction that adds to it. The oldest go: a later word on an instance replaces an earlier one.</summary>
    private void Trim(DateTimeOffset now)
    {
        var dropped = Execute("DELETE FROM Outbox WHERE At < $oldest", ("$oldest", (now - _keepFor - DateTimeOffset.UnixEpoch).Ticks));
        dropped += Execute("DELETE FROM Outbox WHERE Sequence <= (SELECT Sequence FROM Outbox ORDER BY Sequence DESC LIMIT 1 OFFSET $kept)", ("$kept", _maxKept));
        Interlocked.Add(ref _dropped, dropped);
    }
}
