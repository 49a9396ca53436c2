using System.Collections.Immutable;

namespace NovaZones.Core.Fleet;

/// <summary>An immutable picture of every host of the zone; all that planning reads.</summary>
/// <remarks>
/// Hosts stand in blocks of <see cref="BlockSize"/>; a new version copies one block and the list of blocks and shares the rest,
/// so that readers need no lock and a claim on a fleet of 100,000 hosts copies a few kilobytes.
/// </remarks>
public sealed class FleetSnapshot
{
    private const int BlockSize = 256;

    private readonly Host?[][] _blocks;
    private readonly ImmutableDictionary<string, int> _byName;
    private readonly ImmutableDictionary<Guid, int> _byId;
    private readonly ImmutableStack<int> _holes;
    private readonly int _end;

    private FleetSnapshot(long version, Host?[][] blocks, ImmutableDictionary<string, int> byName, ImmutableDictionary<Guid, int> byId, ImmutableStack<int> holes, int end)
    {
        Version = version;
        _blocks = blocks;
        _byName = byName;
        _byId = byId;
        _holes = holes;
        _end = end;
    }

    /// <summary>A zone without hosts.</summary>
    public static FleetSnapshot Empty { get; } = new(
        0, [], ImmutableDictionary.Create<string, int>(StringComparer.Ordinal), ImmutableDictionary<Guid, int>.Empty, [], 0);

    /// <summary>Grows with every change.</summary>
    public long Version { get; }

    /// <summary>Number of hosts.</summary>
    public int Count => _byName.Count;

    /// <summary>All hosts, in the order of their first report (a removed host's place may be taken by a later one).</summary>
    public IEnumerable<Host> Hosts
    {
        get
        {
            foreach (var block in _blocks)
            {
                foreach (var host in block)
                {
                    if (host is not null)
                    {
                        yield return host;
                    }
                }
            }
        }
    }

    /// <summary>The blocks themselves, for loops that must not pay for an iterator; entries may be null.</summary>
    internal ReadOnlySpan<Host?[]> Blocks => _blocks;

    /// <summary>The host of that name, or null.</summary>
    public Host? Find(string name) => _byName.TryGetValue(name, out var index) ? At(index) : null;

    /// <summary>The host of that identity, or null.</summary>
    public Host? Find(Guid hostId) => _byId.TryGetValue(hostId, out var index) ? At(index) : null;

    /// <summary>A version in which this host is added, or replaces the one of its name.</summary>
    public FleetSnapshot With(Host host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (_byName.TryGetValue(host.Name, out var index))
        {
            var byId = At(index)!.Id == host.Id ? _byId : _byId.Remove(At(index)!.Id).Add(host.Id, index);
            return new FleetSnapshot(Version + 1, Replace(index, host), _byName, byId, _holes, _end);
        }

        var holes = _holes;
        var end = _end;
        if (holes.IsEmpty)
        {
            index = end++;
        }
        else
        {
            holes = holes.Pop(out index);
        }

        return new FleetSnapshot(Version + 1, Replace(index, host), _byName.Add(host.Name, index), _byId.Add(host.Id, index), holes, end);
    }

    /// <summary>A version without the host of that name; the same version when there is none.</summary>
    public FleetSnapshot Without(string name)
    {
        if (!_byName.TryGetValue(name, out var index))
        {
            return this;
        }

        return new FleetSnapshot(Version + 1, Replace(index, null), _byName.Remove(name), _byId.Remove(At(index)!.Id), _holes.Push(index), _end);
    }

    private Host? At(int index) => _blocks[index / BlockSize][index % BlockSize];

    private Host?[][] Replace(int index, Host? host)
    {
        var block = index / BlockSize;
        var blocks = new Host?[Math.Max(_blocks.Length, block + 1)][];
        _blocks.CopyTo(blocks, 0);
        blocks[block] = block < _blocks.Length ? (Host?[])_blocks[block].Clone() : new Host?[BlockSize];
        blocks[block][index % BlockSize] = host;
        return blocks;
    }
}
