namespace NovaZones.Core.Fleet.Columns;

/// <summary>One capability of every host of a block, by code: hosts of one block mostly share a few values.</summary>
internal sealed class CapabilityColumn : BlockColumn
{
    /// <summary>With more values than this, sets of rows would take more room than they save time.</summary>
    private const int MaxSets = 64;

    private readonly ushort[] _codes;

    // For each code the rows that have it, one set after another; null when there are too many values.
    private readonly ulong[]? _sets;

    private CapabilityColumn(string name, ushort[] codes, ValueTable values)
        : base(ColumnKind.Capability, name)
    {
        _codes = codes;
        Values = values;
        if (values.Length <= MaxSets)
        {
            _sets = new ulong[values.Length * RowSet.Words];
            for (var row = 0; row < codes.Length; row++)
            {
                RowSet.Put(_sets.AsSpan(codes[row] * RowSet.Words, RowSet.Words), row, true);
            }
        }
    }

    /// <summary>The value of each code.</summary>
    public ValueTable Values { get; }

    public static CapabilityColumn Build(string name, ReadOnlySpan<Host?> hosts)
    {
        // First by order of appearance, then by the table's order.
        var seen = new ushort[RowSet.Rows];
        var known = new Dictionary<CapabilityValue, ushort>();
        for (var row = 0; row < hosts.Length; row++)
        {
            if (hosts[row] is { } host && host.Capabilities.TryGetValue(name, out var value))
            {
                known.TryAdd(value, (ushort)(known.Count + 1));
                seen[row] = known[value];
            }
        }

        var table = ValueTable.Of(known.Keys);
        var codes = new ushort[known.Count + 1];
        foreach (var (value, at) in known)
        {
            codes[at] = (ushort)table.CodeOf(value);
        }

        return new CapabilityColumn(name, Array.ConvertAll(seen, at => codes[at]), table);
    }

    public override BlockColumn? With(int row, Host? host)
    {
        CapabilityValue? value = host is not null && host.Capabilities.TryGetValue(Name, out var found) ? found : null;
        var code = Values.CodeOf(value);
        if (code == _codes[row])
        {
            return this;
        }

        if (code < 0)
        {
            return null;
        }

        var codes = (ushort[])_codes.Clone();
        codes[row] = (ushort)code;
        return new CapabilityColumn(Name, codes, Values);
    }

    /// <summary>Rows of <paramref name="among"/> that have a value; rows of no host count as lacking the capability.</summary>
    public void WithCode(int code, ReadOnlySpan<ulong> among, Span<ulong> rows)
    {
        if (_sets is not null)
        {
            _sets.AsSpan(code * RowSet.Words, RowSet.Words).CopyTo(rows);
            RowSet.Keep(rows, among);
            return;
        }

        rows.Clear();
        foreach (var row in RowSet.Each(among))
        {
            if (_codes[row] == code)
            {
                RowSet.Put(rows, row, true);
            }
        }
    }

    /// <summary>Rows of <paramref name="among"/> that have one of some values.</summary>
    /// <param name="codes">Yes or no for each code.</param>
    /// <param name="among">Rows that count.</param>
    /// <param name="rows">The answer.</param>
    public void WithCodes(ReadOnlySpan<bool> codes, ReadOnlySpan<ulong> among, Span<ulong> rows)
    {
        rows.Clear();
        if (_sets is null)
        {
            foreach (var row in RowSet.Each(among))
            {
                RowSet.Put(rows, row, codes[_codes[row]]);
            }

            return;
        }

        for (var code = 0; code < codes.Length; code++)
        {
            if (codes[code])
            {
                RowSet.Add(rows, _sets.AsSpan(code * RowSet.Words, RowSet.Words));
            }
        }

        RowSet.Keep(rows, among);
    }

    /// <summary>Whether <see cref="WithCode"/> is cheap; else go by <see cref="CodeOf"/>, row by row.</summary>
    public bool HasSets => _sets is not null;

    /// <summary>Code of a row.</summary>
    public int CodeOf(int row) => _codes[row];
}
