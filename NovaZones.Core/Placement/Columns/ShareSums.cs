using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NovaZones.Core.Fleet.Columns;

namespace NovaZones.Core.Placement.Columns;

/// <summary>Σ factor × (free − asked) ÷ capacity for every row of a block, in 32-bit floats.</summary>
/// <remarks>
/// A decision consists of this loop, and the loop of memory traffic: so it reads free shares of sixteen bits, and takes what is asked from
/// a table by the machine's shape. Three classes at a time are added up in registers; a request for fewer pays for the missing ones with a
/// factor of zero, which is cheaper than a branch.
/// </remarks>
internal static class ShareSums
{
    private const int Together = 3;

    /// <summary>One class's part in the sum.</summary>
    /// <param name="Column">What is free, and of how much.</param>
    /// <param name="Asked">What placing would take.</param>
    /// <param name="Factor">Weight of the free share.</param>
    public readonly record struct Term(ResourceColumn Column, int Asked, double Factor);

    /// <summary>Writes the sums of all rows. Meaningless on rows where less is free than asked: no filter passes those.</summary>
    public static void Write(ReadOnlySpan<Term> terms, ShapeColumn shapes, double constant, Span<float> sums)
    {
        if (!shapes.IsFew || !Avx512F.IsSupported)
        {
            RowByRow(terms, constant, sums);
            return;
        }

        Span<float> table = stackalloc float[ShapeColumn.MaxShapes];
        Taken(terms, shapes, constant, table);
        LookUp(shapes, table, sums);
        for (var at = 0; at < terms.Length; at += Together)
        {
            var first = terms[at];
            var padding = first with { Factor = 0 };
            AddThree(first, at + 1 < terms.Length ? terms[at + 1] : padding, at + 2 < terms.Length ? terms[at + 2] : padding, sums);
        }
    }

    /// <summary>For each shape the constant less what placing would take.</summary>
    private static void Taken(ReadOnlySpan<Term> terms, ShapeColumn shapes, double constant, Span<float> table)
    {
        for (var code = 0; code < shapes.Rows.Length; code++)
        {
            var sum = constant;
            foreach (var term in terms)
            {
                var capacity = term.Column.Capacity[shapes.Rows[code]];
                sum -= capacity == 0 ? 0 : term.Factor * term.Asked / capacity;
            }

            table[code] = (float)sum;
        }
    }

    private static void LookUp(ShapeColumn shapes, ReadOnlySpan<float> table, Span<float> sums)
    {
        var values = Vector512.Create(table);
        ref var codes = ref shapes.Codes;
        ref var sum = ref MemoryMarshal.GetReference(sums);
        for (nuint i = 0; i < RowSet.Rows; i += (nuint)Vector512<int>.Count)
        {
            Avx512F.PermuteVar16x32(values, Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref codes, i))).StoreUnsafe(ref sum, i);
        }
    }

    private static void AddThree(Term a, Term b, Term c, Span<float> sums)
    {
        ref var sharesA = ref MemoryMarshal.GetReference(a.Column.Shares);
        ref var sharesB = ref MemoryMarshal.GetReference(b.Column.Shares);
        ref var sharesC = ref MemoryMarshal.GetReference(c.Column.Shares);
        var factorA = Vector512.Create((float)(a.Factor / ResourceColumn.WholeShare));
        var factorB = Vector512.Create((float)(b.Factor / ResourceColumn.WholeShare));
        var factorC = Vector512.Create((float)(c.Factor / ResourceColumn.WholeShare));
        ref var sum = ref MemoryMarshal.GetReference(sums);
        for (nuint i = 0; i < RowSet.Rows; i += (nuint)Vector512<int>.Count)
        {
            var here = Vector512.LoadUnsafe(ref sum, i);
            here = Vector512.FusedMultiplyAdd(Share(ref sharesA, i), factorA, here);
            here = Vector512.FusedMultiplyAdd(Share(ref sharesB, i), factorB, here);
            here = Vector512.FusedMultiplyAdd(Share(ref sharesC, i), factorC, here);
            here.StoreUnsafe(ref sum, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Share(ref ushort shares, nuint at) =>
        Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector256.LoadUnsafe(ref shares, at)));

    private static void RowByRow(ReadOnlySpan<Term> terms, double constant, Span<float> sums)
    {
        sums.Fill((float)constant);
        foreach (var term in terms)
        {
            var free = term.Column.Free;
            var capacity = term.Column.Capacity;
            for (var row = 0; row < RowSet.Rows; row++)
            {
                sums[row] += capacity[row] == 0 ? 0 : (float)(term.Factor * Math.Max(0, (long)free[row] - term.Asked) / capacity[row]);
            }
        }
    }
}
