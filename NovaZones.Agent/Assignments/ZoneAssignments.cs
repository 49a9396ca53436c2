using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaZones.Client;
using NovaZones.Client.Models;

namespace NovaZones.Agent.Assignments;

/// <summary>One turn with the zone: says what waits to be said, hears what is placed here, and tells what is here. Not thread-safe.</summary>
internal sealed partial class ZoneAssignments(ZoneApi zone, AgentStore store, IOptions<AgentOptions> options, TimeProvider time, ILogger<ZoneAssignments> logger)
{
    private const int MaxAtOnce = 200;
    private const int MaxAssignments = 10_000;

    private readonly AgentOptions _options = options.Value;
    private string? _known;
    private HashSet<Guid>? _told;
    private DateTimeOffset _toldAt;
    private long _droppedBefore;

    /// <summary>One turn.</summary>
    /// <exception cref="ZoneProblemException">The zone refuses it.</exception>
    /// <exception cref="ZoneUnreachableException">The zone does not answer.</exception>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (await zone.GetAssignmentsAsync(_options.HostName, _known, MaxAssignments, cancellationToken) is { } list)
        {
            var (fresh, released) = store.TakeOver(list.Items, list.Complete, _options.Command.IsGiven, time.GetUtcNow());
            _known = list.Version;
            if (fresh + released > 0)
            {
                LogTaken(fresh, released);
            }
        }

        await SayAsync(cancellationToken);
        await TellAsync(cancellationToken);
    }

    /// <summary>Says what waits, in order; what the zone has taken is forgotten.</summary>
    public async Task SayAsync(CancellationToken cancellationToken)
    {
        if (store.Dropped is var dropped && dropped != _droppedBefore)
        {
            LogDropped(dropped - _droppedBefore);
            _droppedBefore = dropped;
        }

        while (store.Waiting(MaxAtOnce) is { Count: > 0 } waiting)
        {
            try
            {
                await zone.AcknowledgeAsync(_options.HostName, [.. waiting.Select(w => w.Acknowledgement)], cancellationToken);
            }
            catch (ZoneProblemException refused) when (refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge)
            {
                // One that the zone will never take must not hold up all others.
                await SayOneByOneAsync(waiting, cancellationToken);
            }

            store.Sent(waiting[^1].Sequence);
        }
    }

    private async Task SayOneByOneAsync(IReadOnlyList<WaitingAcknowledgement> waiting, CancellationToken cancellationToken)
    {
        foreach (var each in waiting)
        {
            try
            {
                await zone.AcknowledgeAsync(_options.HostName, [each.Acknowledgement], cancellationToken);
            }
            catch (ZoneProblemException refused) when (refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge)
            {
                LogNotTaken(each.Acknowledgement.InstanceId, each.Acknowledgement.State, refused.Message);
            }

            store.Sent(each.Sequence);
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        var here = store.List().Where(a => a.IsHere).Select(a => a.InstanceId).ToHashSet();
        var now = time.GetUtcNow();
        if (_told is not null && _told.SetEquals(here) && now - _toldAt < _options.ListInterval)
        {
            return;
        }

        // Whatever comes of it: a list that may have arrived is not known to be the last.
        _told = null;
        var difference = await zone.TellInstancesAsync(_options.HostName, here, cancellationToken);
        (_told, _toldAt) = (here, now);
        if (difference.Missing.Count + difference.Unknown.Count > 0)
        {
            LogDifferent(difference.Missing.Count, difference.Unknown.Count);

            // Something was missed, or is on its way: all of it is asked for again.
            _known = null;
        }
    }

    [LoggerMessage(EventId = 211, Level = LogLevel.Information, Message = "{New} instances were placed here, {Released} released.")]
    private partial void LogTaken(int @new, int released);

    [LoggerMessage(EventId = 212, Level = LogLevel.Warning, Message = "{Count} acknowledgements were given up: too many, or too old.")]
    private partial void LogDropped(long count);

    [LoggerMessage(EventId = 213, Level = LogLevel.Error, Message = "The zone does not take the acknowledgement {State} of instance {InstanceId}: {Reason}")]
    private partial void LogNotTaken(Guid instanceId, string state, string reason);

    [LoggerMessage(EventId = 214, Level = LogLevel.Debug, Message = "The zone has {Missing} instances here that are not, and does not have {Unknown} that are.")]
    private partial void LogDifferent(int missing, int unknown);
}
