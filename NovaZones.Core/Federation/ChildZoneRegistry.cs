using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using NovaZones.Core.Live;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>The children and their health, in memory; rows are kept by <see cref="IChildZoneStore"/>.</summary>
/// <remarks>
/// Also the circuit breaker: polls and requests alike report how a call ended, <see cref="FederationOptions.FailuresToOffline"/>
/// failures in a row take a child offline, and one success brings it back. Thread-safe; reading takes no lock.
/// </remarks>
public sealed class ChildZoneRegistry(IOptions<FederationOptions> options, ChangeFeed feed, TimeProvider time)
{
    private ImmutableSortedDictionary<string, ChildState> _states = ImmutableSortedDictionary.Create<string, ChildState>(StringComparer.Ordinal);

    /// <summary>All children by name.</summary>
    public IReadOnlyList<ChildState> All => [.. _states.Values];

    /// <summary>Grows with every change, for caches.</summary>
    public long Version => Interlocked.Read(ref _version);

    private long _version;

    /// <summary>The child of that id, or null.</summary>
    public ChildState? Find(Guid childZoneId) => _states.Values.FirstOrDefault(s => s.Child.Id == childZoneId);

    /// <summary>The child of that name, or null.</summary>
    public ChildState? Find(string name) => _states.GetValueOrDefault(name);

    /// <summary>Adds a child, or replaces its row and forgets its failures; what it told stays unless its address changed.</summary>
    public void Put(ChildZone child, ZoneInfo? info = null, DateTimeOffset? seenAt = null)
    {
        ArgumentNullException.ThrowIfNull(child);
        Update(states =>
        {
            var known = states.Values.FirstOrDefault(s => s.Child.Id == child.Id);
            var kept = known is not null && known.Child.ApiUrl == child.ApiUrl ? known : null;
            var next = new ChildState(child, child.Enabled ? ChildHealth.Unknown : ChildHealth.Disabled, info ?? kept?.Info, seenAt ?? kept?.SeenAt, 0, null, kept?.LatencyMs);
            return (known is null ? states : states.Remove(known.Child.Name)).SetItem(child.Name, next);
        });
    }

    /// <summary>Forgets a child.</summary>
    public void Remove(Guid childZoneId) =>
        Update(states => states.Values.FirstOrDefault(s => s.Child.Id == childZoneId) is { } known ? states.Remove(known.Child.Name) : states);

    /// <summary>A call ended well; a poll brings news and its duration.</summary>
    public void Succeeded(Guid childZoneId, ZoneInfo? info, TimeSpan? latency) => Update(childZoneId, s => s with
    {
        Health = ChildHealth.Online,
        Info = info ?? s.Info,
        SeenAt = info is null ? s.SeenAt : time.GetUtcNow(),
        Failures = 0,
        LastError = null,
        LatencyMs = latency?.TotalMilliseconds ?? s.LatencyMs,
    });

    /// <summary>A call failed or timed out.</summary>
    public void Failed(Guid childZoneId, string reason) => Update(childZoneId, s => s with
    {
        Failures = s.Failures + 1,
        LastError = reason,
        Health = s.Failures + 1 >= options.Value.FailuresToOffline ? ChildHealth.Offline : s.Health,
    });

    private void Update(Guid childZoneId, Func<ChildState, ChildState> change) => Update(states =>
        states.Values.FirstOrDefault(s => s.Child.Id == childZoneId) is { Health: not ChildHealth.Disabled } known
            ? states.SetItem(known.Child.Name, change(known))
            : states);

    private void Update(Func<ImmutableSortedDictionary<string, ChildState>, ImmutableSortedDictionary<string, ChildState>> change)
    {
        if (ImmutableInterlocked.Update(ref _states, change))
        {
            Interlocked.Increment(ref _version);
            feed.Publish(ChangeTopic.Children);
            feed.Publish(ChangeTopic.Zone);
        }
    }
}
