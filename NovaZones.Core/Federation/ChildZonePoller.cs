using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>Asks every enabled child what it can offer, all at once, and keeps the answers.</summary>
public sealed partial class ChildZonePoller(
    ChildZoneRegistry registry,
    IChildZoneStore store,
    IChildZoneClient client,
    ZoneIdentity identity,
    IOptions<FederationOptions> options,
    TimeProvider time,
    ILogger<ChildZonePoller> logger)
{
    /// <summary>One round over all children; ends when the slowest answered or its time ran out.</summary>
    public Task PollAllAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(registry.All.Where(s => s.Child.Enabled).Select(s => PollAsync(s.Child, cancellationToken)));

    /// <summary>Asks one child.</summary>
    /// <returns>What it answered.</returns>
    public async Task<ChildReply<ZoneInfo>> PollAsync(ChildZone child, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(child);
        var before = registry.Find(child.Id)?.Health;
        var started = time.GetTimestamp();
        var reply = await client.GetZoneAsync(child, options.Value.PollTimeout, cancellationToken).ConfigureAwait(false);
        switch (reply)
        {
            case ChildReply<ZoneInfo>.Answered(var info) when info.Id == identity.Id:
                registry.Failed(child.Id, "this is the zone itself: its address leads back here");
                return new ChildReply<ZoneInfo>.Refused(508, "the address leads back to this zone itself");
            case ChildReply<ZoneInfo>.Answered(var info):
                registry.Succeeded(child.Id, info, time.GetElapsedTime(started));
                await store.SaveSummaryAsync(new StoredSummary(child.Id, JsonSerializer.Serialize(info, WireJson.Options), time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
                break;
            case ChildReply<ZoneInfo>.Refused(var status, var reason):
                registry.Failed(child.Id, $"refused with {status}: {reason}");
                break;
            case ChildReply<ZoneInfo>.TimedOut(var reason):
                registry.Failed(child.Id, reason);
                break;
            case ChildReply<ZoneInfo>.Failed(var reason):
                registry.Failed(child.Id, reason);
                break;
        }

        if (registry.Find(child.Id) is { } after && after.Health != before)
        {
            LogHealth(child.Name, before, after.Health, after.LastError);
        }

        return reply;
    }

    /// <summary>Reads the rows and their last summaries from the store, at start.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var summaries = (await store.ListSummariesAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(s => s.ChildZoneId);
        foreach (var child in await store.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (summaries.TryGetValue(child.Id, out var summary) && WireJson.TryRead<ZoneInfo>(summary.Json, out var info))
            {
                registry.Put(child, info, summary.SeenAt);
            }
            else
            {
                registry.Put(child);
            }
        }
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "Child zone {ChildZone} went from {Before} to {After} ({Reason}).")]
    private partial void LogHealth(string childZone, ChildHealth? before, ChildHealth after, string? reason);
}
