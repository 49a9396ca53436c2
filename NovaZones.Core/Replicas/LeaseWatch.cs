namespace NovaZones.Core.Replicas;

/// <summary>Tells which leases stand still, by this process's own stopwatch.</summary>
/// <remarks>
/// Clocks of machines and of the database take no part: a lease is dead when its number did not change for the whole lease time after it was
/// first seen, and its holder stops earlier, counted from before it last renewed. Only that both stopwatches run at about the same
/// speed is assumed. Thread-safe.
/// </remarks>
internal sealed class LeaseWatch(TimeSpan leaseTime, TimeProvider time)
{
    // Guards _seen.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (WorkLease Lease, long SeenAt)> _seen = new(StringComparer.Ordinal);

    /// <summary>Notes how the leases are now.</summary>
    public void Note(IReadOnlyList<WorkLease> leases)
    {
        var now = time.GetTimestamp();
        lock (_lock)
        {
            foreach (var lease in leases)
            {
                if (!_seen.TryGetValue(lease.Name, out var known) || known.Lease != lease)
                {
                    _seen[lease.Name] = (lease, now);
                }
            }

            foreach (var gone in _seen.Keys.Except(leases.Select(l => l.Name), StringComparer.Ordinal).ToList())
            {
                _seen.Remove(gone);
            }
        }
    }

    /// <summary>Whether a lease, as it was last noted, gave no sign of life for its whole time.</summary>
    public bool IsDead(string name)
    {
        lock (_lock)
        {
            return _seen.TryGetValue(name, out var known) && time.GetElapsedTime(known.SeenAt) >= leaseTime;
        }
    }

    /// <summary>Whether there is a lease of that name.</summary>
    public bool IsKnown(string name)
    {
        lock (_lock)
        {
            return _seen.ContainsKey(name);
        }
    }
}
