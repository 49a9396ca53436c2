namespace NovaZones.Core.Fleet.Columns;

/// <summary>Up to <see cref="RowSet.Rows"/> hosts, as rows and, when asked for, as columns (immutable to its readers).</summary>
/// <remarks>
/// A changed host makes a new block that shares every column in which the host did not change. Columns are built when a request first
/// asks for them; two threads may build the same one at once, which costs a little work and harms nobody.
/// </remarks>
internal sealed class FleetBlock
{
    /// <summary>Columns kept for one block; more names than this are built for one question and dropped.</summary>
    private const int MaxColumns = 128;

    private readonly Host?[] _hosts;
    private readonly ulong[] _present;
    private BlockColumn[] _columns;
    private Liveness? _liveness;

    private FleetBlock(Host?[] hosts, ulong[] present, BlockColumn[] columns, Liveness? liveness)
    {
        _hosts = hosts;
        _present = present;
        _columns = columns;
        _liveness = liveness;
        Count = RowSet.Count(present);
    }

    /// <summary>A block without hosts.</summary>
    public static FleetBlock Empty { get; } = new(new Host?[RowSet.Rows], new ulong[RowSet.Words], [], null);

    /// <summary>Number of hosts.</summary>
    public int Count { get; }

    /// <summary>The hosts by row; null where there is none.</summary>
    public ReadOnlySpan<Host?> Hosts => _hosts;

    /// <summary>Rows that hold a host.</summary>
    public ReadOnlySpan<ulong> Present => _present;

    /// <summary>A block of the first hosts of a list, at most <see cref="RowSet.Rows"/>.</summary>
    public static FleetBlock Of(ReadOnlySpan<Host> hosts)
    {
        var rows = new Host?[RowSet.Rows];
        var present = new ulong[RowSet.Words];
        for (var row = 0; row < hosts.Length; row++)
        {
            rows[row] = hosts[row];
            RowSet.Put(present, row, true);
        }

        return new FleetBlock(rows, present, [], null);
    }

    /// <summary>The block once a row holds another host, or none.</summary>
    public FleetBlock With(int row, Host? host)
    {
        var hosts = (Host?[])_hosts.Clone();
        var before = hosts[row];
        hosts[row] = host;
        var present = _present;
        if (before is null != host is null)
        {
            present = (ulong[])_present.Clone();
            RowSet.Put(present, row, host is not null);
        }

        var old = Volatile.Read(ref _columns);
        var columns = new List<BlockColumn>(old.Length);
        foreach (var column in old)
        {
            if (column.With(row, host) is { } next)
            {
                columns.Add(next);
            }
        }

        return new FleetBlock(hosts, present, [.. columns], ReferenceEquals(before?.Heartbeat, host?.Heartbeat) ? _liveness : null);
    }

    /// <summary>Whether every host has spoken at the cutoff or later; if not, <paramref name="rows"/> tells who has.</summary>
    public bool AllSpoke(long cutoffTicks, Span<ulong> rows)
    {
        var known = _liveness;
        if (known is null || known.OldestTicks < cutoffTicks)
        {
            _liveness = known = Liveness.Look(_hosts, _present, cutoffTicks);
        }

        return known.IsAll || known.Complete(_hosts, _present, cutoffTicks, rows);
    }

    public ResourceColumn Resource(string resourceClass) => (ResourceColumn)Column(ColumnKind.Resource, resourceClass);

    public CapabilityColumn Capability(string name) => (CapabilityColumn)Column(ColumnKind.Capability, name);

    public MembersColumn Members(string group) => (MembersColumn)Column(ColumnKind.Members, group);

    public ShapeColumn Shapes() => (ShapeColumn)Column(ColumnKind.Shape, "");

    public NameHashColumn NameHashes() => (NameHashColumn)Column(ColumnKind.NameHash, "");

    public BitColumn Enabled() => (BitColumn)Column(ColumnKind.Enabled, "");

    public ReadOnlySpan<ulong> WithTrait(string trait) => ((BitColumn)Column(ColumnKind.Trait, trait)).Rows;

    public ReadOnlySpan<ulong> InAvailabilityZone(string zone) => ((BitColumn)Column(ColumnKind.AvailabilityZone, zone)).Rows;

    public ReadOnlySpan<ulong> InAggregate(string aggregate) => ((BitColumn)Column(ColumnKind.Aggregate, aggregate)).Rows;

    private BlockColumn Column(ColumnKind kind, string name)
    {
        var columns = Volatile.Read(ref _columns);
        foreach (var column in columns)
        {
            if (column.Kind == kind && (ReferenceEquals(column.Name, name) || string.Equals(column.Name, name, StringComparison.Ordinal)))
            {
                return column;
            }
        }

        BlockColumn built = kind switch
        {
            ColumnKind.Resource => ResourceColumn.Build(name, _hosts),
            ColumnKind.Capability => CapabilityColumn.Build(name, _hosts),
            ColumnKind.Members => MembersColumn.Build(name, _hosts),
            ColumnKind.Shape => ShapeColumn.Build(_hosts),
            ColumnKind.NameHash => NameHashColumn.Build(_hosts),
            _ => BitColumn.Build(kind, name, _hosts),
        };
        if (columns.Length < MaxColumns)
        {
            // Lost when another thread adds one at the same moment; then it is built again at the next question.
            Interlocked.CompareExchange(ref _columns, [.. columns, built], columns);
        }

        return built;
    }
}
