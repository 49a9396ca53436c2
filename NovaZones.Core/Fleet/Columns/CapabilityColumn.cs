namespace NovaZones.Core.Fleet.Columns;

/// <summary>One capability of every host of a block, by code: hosts of one block mostly share a few values.</summary>
internal sealed class CapabilityColumn : BlockColumn
{
    /// <summary>Code of the hosts that lack the capability.</summary>
    public const int Missing = 0;

    private readonly ushort[] _codes;

    private CapabilityColumn(string name, ushort[] codes, CapabilityValue?[] values)
        : base(ColumnKind.Capability, name)
    {
        _codes = codes;
        Values = values;
    }

    /// <summary>The value of each code; the first is null, for hosts that lack the capability.</summary>
    public CapabilityValue?[] Values { get; }

    /// <summary>Code of each row.</summary>
    public ReadOnlySpan<ushort> Codes => _codes;

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

    /// <summary>Rows of <paramref name="among"/> whose code has a true verdict.</summary>
    /// <param name="verdicts">One for each of <see cref="Values"/>.</param>
    /// <param name="among">Rows in question.</param>
    /// <param name="rows">The answer.</param>
    public void Select(ReadOnlySpan<bool> verdicts, ReadOnlySpan<ulong> among, Span<ulong> rows)
    {
        for (var word = 0; word < RowSet.Words; word++)
        {
            if (among[word] == 0)
            {
                rows[word] = 0;
                continue;
            }

            ulong bits = 0;
            var codes = _codes.AsSpan(word << 6, 64);
            for (var i = 0; i < codes.Length; i++)
            {
                bits |= (verdicts[codes[i]] ? 1UL : 0) << i;
            }

            rows[word] = bits & among[word];
        }
    }
}
