using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NovaZones.Core.Fleet.Columns;

/// <summary>Capacities of one class in one block, and their inverses (immutable, shared by versions that differ in use only).</summary>
/// <remarks>
/// Fleets have few kinds of machines: where a block has at most sixteen different capacities, a byte a row and a table that fits one
/// register stand for the inverses, so that scoring reads five bytes a row and class instead of eight.
/// </remarks>
internal sealed class Offers
{
    private const int TableSize = 16;

    private readonly int[] _capacity;
    private readonly float[] _inverse;
    private readonly byte[]? _codes;

    private Offers(int[] capacity, float[] inverse, byte[]? codes)
    {
        _capacity = capacity;
        _inverse = inverse;
        _codes = codes;
    }

    /// <summary>Capacity of each row.</summary>
    public ReadOnlySpan<int> Capacity => _capacity;

    public static Offers Of(int[] capacity)
    {
        var table = new float[TableSize];
        var codes = new byte[capacity.Length];
        Span<int> known = stackalloc int[TableSize];
        var count = 0;
        for (var row = 0; row < capacity.Length; row++)
        {
            var code = known[..count].IndexOf(capacity[row]);
            if (code < 0)
            {
                if (count == TableSize || !Avx512F.IsSupported)
                {
                    return new Offers(capacity, [.. capacity.Select(InverseOf)], null);
                }

                code = count++;
                known[code] = capacity[row];
                table[code] = InverseOf(capacity[row]);
            }

            codes[row] = (byte)code;
        }

        return new Offers(capacity, table, codes);
    }

    /// <summary>Adds factor × max(0, free − asked) ÷ capacity to every row's sum.</summary>
    public void AddShares(ReadOnlySpan<int> free, int asked, float factor, Span<float> sums)
    {
        ref var left = ref MemoryMarshal.GetReference(free);
        ref var sum = ref MemoryMarshal.GetReference(sums);
        ref var inverse = ref MemoryMarshal.GetArrayDataReference(_inverse);
        var askedAll = Vector512.Create(asked);
        var factorAll = Vector512.Create(factor);
        if (_codes is not null && Avx512F.IsSupported)
        {
            var table = Vector512.LoadUnsafe(ref inverse) * factorAll;
            ref var code = ref MemoryMarshal.GetArrayDataReference(_codes);
            for (nuint i = 0; i < RowSet.Rows; i += (nuint)Vector512<int>.Count)
            {
                var codes = Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref code, i));
                Add(ref left, ref sum, i, askedAll, Avx512F.PermuteVar16x32(table, codes));
            }

            return;
        }

        for (nuint i = 0; i < RowSet.Rows; i += (nuint)Vector512<int>.Count)
        {
            Add(ref left, ref sum, i, askedAll, Vector512.LoadUnsafe(ref inverse, i) * factorAll);
        }
    }

    private static void Add(ref int left, ref float sum, nuint at, Vector512<int> asked, Vector512<float> perUnit)
    {
        var units = Vector512.ConvertToSingle(Vector512.Max(Vector512.LoadUnsafe(ref left, at) - asked, Vector512<int>.Zero));
        Vector512.FusedMultiplyAdd(units, perUnit, Vector512.LoadUnsafe(ref sum, at)).StoreUnsafe(ref sum, at);
    }

    private static float InverseOf(int capacity) => capacity == 0 ? 0 : 1f / capacity;
}
