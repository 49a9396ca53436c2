using System.Collections.Immutable;
using NovaZones.Core.Fleet.Columns;

namespace NovaZones.Core.Fleet;

/// <summary>An immutable picture of every host of the zone; all that planning reads.</summary>
/// <remarks>
/// Hosts stand in blocks, each of which also holds its hosts as columns; a new version copies one block and the list of blocks and
/// shares the rest, so that readers need no lock and a claim on a fleet of 100,000 hosts copies a few kilobytes.
/// </remarks>
public sealed class FleetSnapshot
{
    private readonly FleetBlock[] _blocks;
    private readonly HostIndex _byName;
    private readonly HostIndex _byId;
    private readonly ImmutableStack<int> _holes;
    private readonly int _end;

    private FleetSnapshot(long version, int count, FleetBlock[] blocks, HostIndex byName, HostIndex byId, ImmutableStack<int> holes, int end)
    {
        Version = version;
        Count = count;
        _blocks = blocks;
        _byName = byName;
        _byId = byId;
        _holes = holes;
        _end = end;
    }

    /// <summary>A zone without hosts; a new one each time, since versions that come from it share its index.</summary>
    public static FleetSnapshot Empty => new(0, 0, [], new HostIndex(0), new HostIndex(0), [], 0);

    /// <summary>Grows with every change.</summary>
    public long Version { get; }

    /// <summary>Number of hosts.</summary>
    public int Count { get; }

    /// <summary>All hosts, in the order of their first report (a removed host's place may be taken by a later one).</summary>
    public IEnumerable<Host> Hosts
    {
        get
        {
            foreach (var block in _blocks)
            {
                for (var row = 0; row < RowSet.Rows; row++)
                {
                    if (block.Hosts[row] is { } host)
                    {
                        yield return host;
                    }
                }
            }
        }
    }

    /// <summary>The blocks themselves.</summary>
    internal ReadOnlySpan<FleetBlock> Blocks => _blocks;

    /// <summary>A snapshot of many hosts at once.</summary>
    /// <param name="hosts">Hosts with different names and identities.</param>
    public static FleetSnapshot Of(IReadOnlyList<Host> hosts)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        var blocks = hosts.Chunk(RowSet.Rows).Select(c => FleetBlock.Of(c)).ToArray();
        var (byName, byId) = Index(blocks, hosts.Count);
        return new FleetSnapshot(1, hosts.Count, blocks, byName, byId, [], hosts.Count);
    }

    /// <summary>The host of that name, or null.</summary>
    public Host? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return RowOf(name) is var row and >= 0 ? At(row) : null;
    }

    /// <summary>The host of that identity, or null.</summary>
    public Host? Find(Guid hostId)
    {
        var probe = _byId.Find(hostId.GetHashCode());
        for (var row = probe.Next(); row >= 0; row = probe.Next())
        {
            if (At(row) is { } host && host.Id == hostId)
            {
                return host;
            }
        }

        return null;
    }

    /// <summary>A version in which this host is added, or replaces the one of its name.</summary>
    public FleetSnapshot With(Host host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var (byName, byId) = _byName.IsFull || _byId.IsFull ? Index(_blocks, Count) : (_byName, _byId);
        var row = RowOf(host.Name);
        if (row >= 0)
        {
            if (At(row)!.Id != host.Id)
            {
                byId.Add(host.Id.GetHashCode(), row);
            }

            return new FleetSnapshot(Version + 1, Count, Replace(row, host), byName, byId, _holes, _end);
        }

        var holes = _holes;
        var end = _end;
        if (holes.IsEmpty)
        {
            row = end++;
        }
        else
        {
            holes = holes.Pop(out row);
        }

        byName.Add(host.Name.GetHashCode(StringComparison.Ordinal), row);
        byId.Add(host.Id.GetHashCode(), row);
        return new FleetSnapshot(Version + 1, Count + 1, Replace(row, host), byName, byId, holes, end);
    }

    /// <summary>A version in which several hosts are added or replace those of their names: each block is copied once, however many of its hosts change.</summary>
    /// <param name="hosts">In any order; new ones get their places in this order, and of doubles the last counts.</param>
    public FleetSnapshot WithAll(IReadOnlyCollection<Host> hosts)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        var (byName, byId) = _byName.HasRoomFor(hosts.Count) && _byId.HasRoomFor(hosts.Count) ? (_byName, _byId) : Index(_blocks, Count + hosts.Count);
        var (holes, end) = (_holes, _end);
        var added = new Dictionary<string, int>(StringComparer.Ordinal);
        var changes = new List<(int Row, Host Host)>(hosts.Count);
        foreach (var host in hosts)
        {
            var row = RowOf(host.Name);
            if (row < 0 && !added.TryGetValue(host.Name, out row))
            {
                if (holes.IsEmpty)
                {
                    row = end++;
                }
                else
                {
                    holes = holes.Pop(out row);
                }

                added.Add(host.Name, row);
                byName.Add(host.Name.GetHashCode(StringComparison.Ordinal), row);
                byId.Add(host.Id.GetHashCode(), row);
            }
            else if (At(row)?.Id != host.Id)
            {
                byId.Add(host.Id.GetHashCode(), row);
            }

            changes.Add((row, host));
        }

        var blocks = new FleetBlock[Math.Max(_blocks.Length, (end + RowSet.Rows - 1) / RowSet.Rows)];
        Array.Fill(blocks, FleetBlock.Empty, _blocks.Length, blocks.Length - _blocks.Length);
        _blocks.CopyTo(blocks, 0);
        foreach (var block in changes.GroupBy(c => c.Row / RowSet.Rows))
        {
            blocks[block.Key] = blocks[block.Key].With([.. block.Select(c => (c.Row % RowSet.Rows, (Host?)c.Host))]);
        }

        return new FleetSnapshot(Version + 1, Count + added.Count, blocks, byName, byId, holes, end);
    }

    /// <summary>A version without the host of that name; the same version when there is none.</summary>
    public FleetSnapshot Without(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return RowOf(name) is var row and >= 0
            ? new FleetSnapshot(Version + 1, Count - 1, Replace(row, null), _byName, _byId, _holes.Push(row), _end)
            : this;
    }

    private static (HostIndex ByName, HostIndex ById) Index(FleetBlock[] blocks, int count)
    {
        // Room to grow by a quarter before the next fresh table.
        var byName = new HostIndex(count + (count / 4) + 64);
        var byId = new HostIndex(count + (count / 4) + 64);
        for (var i = 0; i < blocks.Length; i++)
        {
            foreach (var row in RowSet.Each(blocks[i].Present))
            {
                var host = blocks[i].Hosts[row]!;
                byName.Add(host.Name.GetHashCode(StringComparison.Ordinal), (i * RowSet.Rows) + row);
                byId.Add(host.Id.GetHashCode(), (i * RowSet.Rows) + row);
            }
        }

        return (byName, byId);
    }

    private int RowOf(string name)
    {
        var probe = _byName.Find(name.GetHashCode(StringComparison.Ordinal));
        for (var row = probe.Next(); row >= 0; row = probe.Next())
        {
            if (At(row) is { } host && string.Equals(host.Name, name, StringComparison.Ordinal))
            {
                return row;
            }
        }

        return -1;
    }

    // An index entry may come from a later version that has more rows than this one.
    private Host? At(int row) => row / RowSet.Rows < _blocks.Length ? _blocks[row / RowSet.Rows].Hosts[row % RowSet.Rows] : null;

    private FleetBlock[] Replace(int row, Host? host)
    {
        var block = row / RowSet.Rows;
        var blocks = new FleetBlock[Math.Max(_blocks.Length, block + 1)];
        _blocks.CopyTo(blocks, 0);
        blocks[block] = (block < _blocks.Length ? _blocks[block] : FleetBlock.Empty).With([(row % RowSet.Rows, host)]);
        return blocks;
    }
}
