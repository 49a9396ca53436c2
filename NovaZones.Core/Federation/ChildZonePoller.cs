using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation.Flaws;
using NovaZones.Core.Federation.Protocol;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>Asks the children what they can offer, and keeps the answers.</summary>
/// <remarks>
/// A round begins every <see cref="FederationOptions.PollInterval"/>. Inside it the children are spread over a quarter of that time; one
/// that is offline is left out of more and more rounds, up to <see cref="FederationOptions.MaxPollInterval"/>.
/// </remarks>
public sealed partial class ChildZonePoller(
    ChildZoneRegistry registry,
    IChildZoneStore store,
    IChildZoneClient client,
    ZoneIdentity identity,
    IOptions<FederationOptions> options,
    TimeProvider time,
    ILogger<ChildZonePoller> logger)
{
    private const int MostAtOnce = 64;

    /// <summary>Shortest time between two writes of one child's summary: after a restart an old one is as good, and a busy child changes all the time.</summary>
    private static readonly TimeSpan StoreInterval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _nextPolls = new();
    private readonly ConcurrentDictionary<Guid, Stored> _stored = new();
    private readonly SemaphoreSlim _room = new(MostAtOnce);

    /// <summary>One round over the children whose time has come; ends when the slowest answered or its time ran out.</summary>
    public Task PollDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        Forget();
        var due = registry.All.Where(s => s.Child.Enabled && now >= _nextPolls.GetValueOrDefault(s.Child.Id));
        return Task.WhenAll(due.Select(s => PollInRoundAsync(s.Child, cancellationToken)));
    }

    /// <summary>Asks one child at once.</summary>
    /// <returns>What it answered; a refusal with 508 when it is this zone itself.</returns>
    public async Task<ChildReply<ZoneInfo>> PollAsync(ChildZone child, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(child);
        var before = registry.Find(child.Id)?.Health;
        var started = time.GetTimestamp();
        var reply = await client.GetZoneAsync(child, options.Value.PollTimeout, cancellationToken).ConfigureAwait(false);
        switch (reply)
        {
            case ChildReply<ZoneInfo>.Answered(var info) when info.Id == identity.Id:
                registry.Lost(child.Id, "this is the zone itself: its address leads back here");
                reply = new ChildReply<ZoneInfo>.Refused(508, "the address leads back to this zone itself");
                break;
            case ChildReply<ZoneInfo>.Answered(var info) when ZoneProtocol.Estrangement(info.Protocol) is { } reason:
                registry.Estranged(child.Id, info, reason, time.GetElapsedTime(started));
                break;
            case ChildReply<ZoneInfo>.Answered(var answer):
                // A child may tell of more zones than this one keeps.
                var kept = answer with { Summary = answer.Summary with { Children = ZoneTreeCut.To(options.Value.MaxZones, answer.Summary.Children) } };
                registry.Succeeded(child.Id, kept, time.GetElapsedTime(started));
                await StoreAsync(child.Id, kept, cancellationToken).ConfigureAwait(false);
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

        Schedule(child.Id);
        Report(child, before);
        return reply;
    }

    /// <summary>Says that a child went from one state to another, if it did.</summary>
    internal void Report(ChildZone child, ChildHealth? before)
    {
        if (registry.Find(child.Id) is { } after && after.Health != before)
        {
            LogHealth(child.Name, before, after.Health, after.LastError);
        }
    }

    /// <summary>Reads the rows and their last summaries from the store, at start.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var summaries = (await store.ListSummariesAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(s => s.ChildZoneId);
        foreach (var child in await store.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            // Kept by an earlier version, it may be what this one would not take in.
            if (summaries.TryGetValue(child.Id, out var summary) && WireJson.TryRead<ZoneInfo>(summary.Json, out var info) && SummaryFlaws.Of(info!) is null)
            {
                registry.Put(child, info, summary.SeenAt);
            }
            else
            {
                registry.Put(child);
            }
        }
    }

    /// <summary>Takes over what another replica changed in the rows; what a child told and how it is stays unless its row changed.</summary>
    internal async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var children = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        // The stored time is rounded.
        foreach (var child in children.Where(c => registry.Find(c.Id) is not { } known || known.Child with { CreatedAt = c.CreatedAt } != c))
        {
            registry.Put(child);
        }

        foreach (var gone in registry.All.Select(s => s.Child.Id).Except(children.Select(c => c.Id)))
        {
            registry.Remove(gone);
        }
    }

    /// <summary>Children of which anything is kept here.</summary>
    internal int Remembered => _nextPolls.Keys.Union(_stored.Keys).Count();

    /// <summary>Nothing is kept of children that are gone.</summary>
    internal void Forget()
    {
        foreach (var gone in _nextPolls.Keys.Concat(_stored.Keys).Where(id => registry.Find(id) is null))
        {
            _nextPolls.TryRemove(gone, out _);
            _stored.TryRemove(gone, out _);
        }
    }

    private async Task PollInRoundAsync(ChildZone child, CancellationToken cancellationToken)
    {
        await Task.Delay(options.Value.PollInterval * (0.25 * Backoff.Jitter(identity.Id, child.Id, 0)), time, cancellationToken).ConfigureAwait(false);
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await PollAsync(child, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _room.Release();
        }
    }

    private void Schedule(Guid childZoneId)
    {
        var beyond = (registry.Find(childZoneId)?.Failures ?? 0) - options.Value.FailuresToOffline;
        if (beyond < 0)
        {
            _nextPolls.TryRemove(childZoneId, out _);
            return;
        }

        _nextPolls[childZoneId] = time.GetUtcNow() + Backoff.Of(options.Value.PollInterval, options.Value.MaxPollInterval, beyond, identity.Id, childZoneId);
    }

    private async Task StoreAsync(Guid childZoneId, ZoneInfo info, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var fingerprint = registry.Find(childZoneId)?.Fingerprint;
        if (fingerprint is null || (_stored.TryGetValue(childZoneId, out var last) && (now - last.At < StoreInterval || last.Fingerprint == fingerprint)))
        {
            return;
        }

        _stored[childZoneId] = new Stored(fingerprint, now);
        await store.SaveSummaryAsync(new StoredSummary(childZoneId, JsonSerializer.Serialize(info, WireJson.Options), now), cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "Child zone {ChildZone} went from {Before} to {After} ({Reason}).")]
    private partial void LogHealth(string childZone, ChildHealth? before, ChildHealth after, string? reason);

    private sealed record Stored(string Fingerprint, DateTimeOffset At);
}
