using System.Collections.Concurrent;
using NovaZones.Core.Claims;

namespace NovaZones.Core.Fleet;

/// <summary>Gathers signs of life and writes them in batches: a heartbeat must not cost a database write.</summary>
/// <remarks>Thread-safe. Lost in a crash is at most one interval of heartbeats, which the next round of reports repeats.</remarks>
public sealed class HeartbeatBuffer(IClaimStore store, FleetView view)
{
    private readonly ConcurrentDictionary<Guid, byte> _dirty = new();

    /// <summary>Notes that a host spoke.</summary>
    public void Beat(Host host, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(host);
        view.News.Heard(host, now);
        host.Heartbeat.Beat(now);
        _dirty.TryAdd(host.Id, 0);
    }

    /// <summary>Writes what was noted since the last call.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var ids = _dirty.Keys.ToList();
        var hosts = new List<Host>(ids.Count);
        foreach (var id in ids)
        {
            _dirty.TryRemove(id, out _);
            if (view.Current.Find(id) is { } host)
            {
                hosts.Add(host);
            }
        }

        if (hosts.Count > 0)
        {
            // In the order of their rows: a batch then meets the same few pages instead of a page for each host.
            hosts.Sort(static (a, b) => a.Id.CompareTo(b.Id));
            await store.FlushAsync(hosts, cancellationToken).ConfigureAwait(false);
        }
    }
}
