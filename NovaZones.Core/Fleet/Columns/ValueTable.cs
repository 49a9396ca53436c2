using System.Collections.Concurrent;

namespace NovaZones.Core.Fleet.Columns;

/// <summary>The different values of one capability in a block, in a fixed order; blocks with the same values share one table.</summary>
/// <remarks>
/// Whoever judges values can therefore do so once a table instead of once a block. Sharing is bounded, because hosts choose the values:
/// past <see cref="MostShared"/> tables each block keeps its own. Immutable; thread-safe.
/// </remarks>
internal sealed class ValueTable : IEquatable<ValueTable>
{
    /// <summary>Code of the hosts that lack the capability.</summary>
    public const int Missing = 0;

    private const int MostShared = 16_384;
    private const int LongestShared = 256;

    private static readonly ConcurrentDictionary<ValueTable, ValueTable> Shared = new();

    private readonly CapabilityValue?[] _values;
    private readonly int _hash;

    private ValueTable(CapabilityValue?[] values)
    {
        _values = values;
        var hash = new HashCode();
        foreach (var value in values)
        {
            hash.Add(value);
        }

        _hash = hash.ToHashCode();
    }

    /// <summary>Number of codes, that of the missing value included.</summary>
    public int Length => _values.Length;

    /// <summary>The value of a code; null for <see cref="Missing"/>.</summary>
    public CapabilityValue? this[int code] => _values[code];

    /// <summary>The table of these values.</summary>
    /// <param name="values">Without doubles.</param>
    public static ValueTable Of(IEnumerable<CapabilityValue> values)
    {
        var table = new ValueTable([null, .. values.Order(Comparer<CapabilityValue>.Create(Compare)).Select(v => (CapabilityValue?)v)]);
        if (table.Length > LongestShared)
        {
            return table;
        }

        return Shared.TryGetValue(table, out var known) ? known : Shared.Count < MostShared ? Shared.GetOrAdd(table, table) : table;
    }

    /// <summary>Code of a value, or −1.</summary>
    public int CodeOf(CapabilityValue? value)
    {
        if (value is not { } wanted)
        {
            return Missing;
        }

        var low = Missing + 1;
        var high = _values.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = Compare(_values[middle]!.Value, wanted);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    public bool Equals(ValueTable? other) => ReferenceEquals(this, other) || (other is not null && _hash == other._hash && _values.AsSpan().SequenceEqual(other._values));

    public override bool Equals(object? obj) => Equals(obj as ValueTable);

    public override int GetHashCode() => _hash;

    /// <summary>A total order in which only equal values are equal.</summary>
    private static int Compare(CapabilityValue x, CapabilityValue y)
    {
        if (x.Kind != y.Kind)
        {
            return x.Kind.CompareTo(y.Kind);
        }

        return x.Kind switch
        {
            CapabilityKind.Text => string.CompareOrdinal(x.Text, y.Text),
            CapabilityKind.Number => x.Number.CompareTo(y.Number),
            CapabilityKind.Boolean => x.Boolean.CompareTo(y.Boolean),
            _ => CompareItems(x, y),
        };
    }

    private static int CompareItems(CapabilityValue x, CapabilityValue y)
    {
        for (var i = 0; i < x.Items.Length && i < y.Items.Length; i++)
        {
            if (Compare(x.Items[i], y.Items[i]) is var order and not 0)
            {
                return order;
            }
        }

        return x.Items.Length.CompareTo(y.Items.Length);
    }
}
