using System.Runtime.InteropServices;

namespace NovaZones.Core.Fleet.Columns;

/// <summary>Which rows of a block are machines of one shape: the same providers with the same capacities, whatever is used of them.</summary>
/// <remarks>
/// Fleets have few kinds of machines. What a request takes is the same part of every machine of one shape, so it is computed once a shape
/// and looked up by a byte a row.
/// </remarks>
internal sealed class ShapeColumn : BlockColumn
{
    /// <summary>Most shapes that one register of floats tells apart.</summary>
    public const int MaxShapes = 16;

    private const byte NoHost = 0;

    private readonly byte[] _codes;

    // One host of each shape; the first code is that of empty rows.
    private readonly Host?[] _examples;
    private readonly int[] _rows;

    private ShapeColumn(byte[] codes, Host?[] examples, int[] rows)
        : base(ColumnKind.Shape, "")
    {
        _codes = codes;
        _examples = examples;
        _rows = rows;
    }

    /// <summary>Whether the block has few enough shapes; else nothing below may be asked.</summary>
    public bool IsFew => _examples.Length > 0;

    /// <summary>For each code a row that has it.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>A code a row.</summary>
    public ref byte Codes => ref MemoryMarshal.GetArrayDataReference(_codes);

    public static ShapeColumn Build(ReadOnlySpan<Host?> hosts)
    {
        var codes = new byte[RowSet.Rows];
        var examples = new List<Host?> { null };
        var rows = new List<int> { 0 };
        for (var row = 0; row < hosts.Length; row++)
        {
            if (hosts[row] is not { } host)
            {
                rows[NoHost] = row;
                continue;
            }

            var code = CodeOf(CollectionsMarshal.AsSpan(examples), host);
            if (code < 0)
            {
                if (examples.Count == MaxShapes)
                {
                    return new ShapeColumn(codes, [], []);
                }

                code = examples.Count;
                examples.Add(host);
                rows.Add(row);
            }

            codes[row] = (byte)code;
        }

        return new ShapeColumn(codes, [.. examples], [.. rows]);
    }

    public override BlockColumn? With(int row, Host? host)
    {
        if (!IsFew)
        {
            // Whether they have become few is looked at when the block is next built.
            return this;
        }

        var code = host is null ? NoHost : CodeOf(_examples, host);
        if (code == _codes[row])
        {
            return this;
        }

        // A row that stood for its shape, or a new shape.
        return null;
    }

    private static int CodeOf(ReadOnlySpan<Host?> examples, Host host)
    {
        for (var code = NoHost + 1; code < examples.Length; code++)
        {
            if (IsSame(examples[code]!, host))
            {
                return code;
            }
        }

        return -1;
    }

    private static bool IsSame(Host one, Host other)
    {
        if (one.Providers.Length != other.Providers.Length)
        {
            return false;
        }

        for (var i = 0; i < one.Providers.Length; i++)
        {
            var mine = one.Providers[i].Inventories.AsSpan();
            var its = other.Providers[i].Inventories.AsSpan();
            if (mine.Length != its.Length)
            {
                return false;
            }

            for (var j = 0; j < mine.Length; j++)
            {
                if (mine[j].Inventory.Capacity != its[j].Inventory.Capacity || !string.Equals(mine[j].ResourceClass, its[j].ResourceClass, StringComparison.Ordinal))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
