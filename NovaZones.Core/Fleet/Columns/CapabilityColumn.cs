namespace NovaZones.Core.Fleet.Columns;

/// <summary>One capability of every host of a block, by code: hosts of one block mostly share a few values.</summary>
internal sealed class CapabilityColumn : BlockColumn
{
    /// <summary>Code of the hosts that lack the capability.</summary>
    public const int Missing = 0;

    /// <summary>With more values than this, sets of rows would take more room than they save time.</summary>
    private const int MaxSets = 64;

    private readonly ushort[] _codes;

    // For each code the rows that have it, one set after another; null when there are too many values.
    private readonly ulong[]? _sets;

    private CapabilityColumn(string name, ushort[] codes, CapabilityValue?[] values)
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

    /// <summary>The value of each code; the first is null, for hosts that lack the capability.</summary>
    public CapabilityValue?[] Values { get; }

    public static CapabilityColumn Build(string name, ReadOnlySpan<Host?> hosts)
    {
        var codes = new ushort[RowSet.Rows];
        var known = new Dictionary<CapabilityValue, ushort>();
        var values = new List<CapabilityValue?> { null };
        for (var row = 0; row < hosts.Length; row++)
        {
            if (hosts[row] is not { } host || !host.Capabilities.TryGetValue(name, out var value))
            {
                continue;
            }

            if (!known.TryGetValue(value, out var code))
            {
                code = (ushort)values.Count;
                known.Add(value, code);
                values.Add(value);
            }

            codes[row] = code;
        }

        return new CapabilityColumn(name, codes, [.. values]);
    }

    public override BlockColumn? With(int row, Host? host)
    {
        CapabilityValue? value = host is not null && host.Capabilities.TryGetValue(Name, out var found) ? found : null;
        if (Nullable.Equals(Values[_codes[row]], value))
        {
            return this;
        }

        var code = Array.FindIndex(Values, v => Nullable.Equals(v, value));
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

    /// <summary>Whether <see cref="WithCode"/> is cheap; else go by <see cref="CodeOf"/>, row by row.</summary>
    public bool HasSets => _sets is not null;

    /// <summary>Code of a row.</summary>
    public int CodeOf(int row) => _codes[row];
}
