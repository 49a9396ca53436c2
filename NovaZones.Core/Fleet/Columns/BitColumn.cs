namespace NovaZones.Core.Fleet.Columns;

/// <summary>A yes or no of every host: trait, availability zone, aggregate, operator's switch.</summary>
internal sealed class BitColumn : BlockColumn
{
    private readonly ulong[] _rows;

    private BitColumn(ColumnKind kind, string name, ulong[] rows)
        : base(kind, name)
    {
        _rows = rows;
        IsAll = RowSet.IsFull(rows);
    }

    /// <summary>Whether the answer is yes everywhere; saves looking at the set.</summary>
    public bool IsAll { get; }

    /// <summary>Hosts for which the answer is yes.</summary>
    public ReadOnlySpan<ulong> Rows => _rows;

    public static BitColumn Build(ColumnKind kind, string name, ReadOnlySpan<Host?> hosts)
    {
        var rows = new ulong[RowSet.Words];
        for (var row = 0; row < hosts.Length; row++)
        {
            RowSet.Put(rows, row, Answer(kind, name, hosts[row]));
        }

        return new BitColumn(kind, name, rows);
    }

    public override BlockColumn With(ReadOnlySpan<(int Row, Host? Host)> changes)
    {
        ulong[]? rows = null;
        foreach (var (row, host) in changes)
        {
            var answer = Answer(Kind, Name, host);
            if (RowSet.Contains(rows ?? _rows, row) != answer)
            {
                rows ??= (ulong[])_rows.Clone();
                RowSet.Put(rows, row, answer);
            }
        }

        return rows is null ? this : new BitColumn(Kind, Name, rows);
    }

    // An empty row says yes to the operator's switch, so that a block is found to be all switched on.
    private static bool Answer(ColumnKind kind, string name, Host? host) => host is null ? kind == ColumnKind.Enabled : kind switch
    {
        ColumnKind.Trait => host.HasTrait(name),
        ColumnKind.AvailabilityZone => string.Equals(name, host.AvailabilityZone, StringComparison.Ordinal),
        ColumnKind.Aggregate => host.IsIn(name),
        ColumnKind.Enabled => host.AdminState == AdminState.Enabled,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
