using System.Runtime.CompilerServices;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Placement.Mix;

/// <summary>Shares that were found for a version of a host and what was asked; good for one mix only.</summary>
/// <remarks>
/// Pure: a host never changes (a change makes another object), and the digest names what is asked. Bounded: a host has
/// <see cref="Slots"/> places, and after <see cref="MaxHosts"/> host versions it begins anew; versions that nobody holds any more
/// are freed before. Thread-safe without locks: an entry is one immutable object, the last writer stays.
/// </remarks>
internal sealed class MixShareCache
{
    private const int Slots = 128;
    private const int MaxHosts = 16_384;

    private ConditionalWeakTable<Host, HostShares> _hosts = [];
    private int _count;

    /// <summary>What is remembered of a host.</summary>
    public HostShares Of(Host host, CompiledMix mix)
    {
        if (_hosts.TryGetValue(host, out var known))
        {
            return known;
        }

        if (Interlocked.Increment(ref _count) > MaxHosts)
        {
            Volatile.Write(ref _hosts, []);
            Volatile.Write(ref _count, 1);
        }

        var fresh = new HostShares(mix.WorthOf(host));
        _hosts.TryAdd(host, fresh);
        return fresh;
    }

    /// <summary>One version of one host.</summary>
    internal sealed class HostShares(double worth)
    {
        private Entry?[] _entries = new Entry?[8];

        /// <summary>Worth of the host as it is.</summary>
        public double Worth { get; } = worth;

        public bool TryGet(ulong digest, out double share)
        {
            var entries = _entries;
            var entry = entries[digest & (ulong)(entries.Length - 1)];
            share = entry?.Share ?? 0;
            return entry?.Digest == digest;
        }

        public void Put(ulong digest, double share)
        {
            var entries = _entries;
            if (entries[digest & (ulong)(entries.Length - 1)] is { } other && other.Digest != digest && entries.Length < Slots)
            {
                var wider = new Entry?[entries.Length * 2];
                foreach (var entry in entries)
                {
                    if (entry is not null)
                    {
                        wider[entry.Digest & (ulong)(wider.Length - 1)] = entry;
                    }
                }

                _entries = entries = wider;
            }

            entries[digest & (ulong)(entries.Length - 1)] = new Entry(digest, share);
        }

        private sealed record Entry(ulong Digest, double Share);
    }
}
