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
    /// <summary>Most terms of which <see cref="Highest"/> finds the sum.</summary>
    public const int Together = 3;

    /// <summary>One class's part in the sum.</summary>
    /// <param name="Column">What is free, and of how much.</param>
    /// <param name="Asked">What placing would take.</param>
    /// <param name="Factor">Weight of the free share.</param>
    public readonly record struct Term(ResourceColumn Column, int Asked, double Factor);

    /// <summary>Writes the sums of all rows. Meaningless on rows where less is free than asked: no filter passes those.</summary>
    /// <param name="terms">What is added up.</param>
    /// <param name="shapes">Few shapes.</param>
    /// <param name="base">The sum of each shape but for the free shares: a constant less what placing would take.</param>
    /// <param name="sums">The answer.</param>
    public static void Write(ReadOnlySpan<Term> terms, ShapeColumn shapes, ReadOnlySpan<float> @base, Span<float> sums)
    {
        LookUp(shapes, @base, sums);
        for (var at = 0; at < terms.Length; at += Together)
        {
            AddThree(Three(terms[at..]), sums);
        }
    }

    /// <summary>
    /// The highest sum in each of sixteen lanes, rows i, i + 16, i + 32 … sharing one, over all rows of the block and without writing any
    /// sum down. For one to <see cref="Together"/> terms.
    /// </summary>
    public static Vector512<float> Highest(ReadOnlySpan<Term> terms, ShapeColumn shapes, ReadOnlySpan<float> @base)
    {
        var table = Vector512.Create(@base);
        var (a, b, c) = Three(terms);
        ref var codes = ref shapes.Codes;
        ref var sharesA = ref MemoryMarshal.GetReference(a.Column.Shares);
        ref var sharesB = ref MemoryMarshal.GetReference(b.Column.Shares);
        ref var sharesC = ref MemoryMarshal.GetReference(c.Column.Shares);
        var (factorA, factorB, factorC) = (Part(a), Part(b), Part(c));
        var lanes = Vector512.Create(float.NegativeInfinity);
        for (nuint i = 0; i < RowSet.Rows; i += (nuint)Vector512<int>.Count)
        {
            var here = LookUp(table, ref codes, i);
            here = Vector512.FusedMultiplyAdd(Share(ref sharesA, i), factorA, here);
            here = Vector512.FusedMultiplyAdd(Share(ref sharesB, i), factorB, here);
            lanes = Vector512.Max(lanes, Vector512.FusedMultiplyAdd(Share(ref sharesC, i), factorC, here));
        }

        return lanes;
    }

    private static (Term A, Term B, Term C) Three(ReadOnlySpan<Term> terms)
    {
        var padding = terms[0] with { Factor = 0 };
        return (terms[0], terms.Length > 1 ? terms[1] : padding, terms.Length > 2 ? terms[2] : padding);
    }

    private static Vector512<float> Part(Term term) => Vector512.Create((float)(term.Factor / ResourceColumn.WholeShare));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LookUp(Vector512<float> table, ref byte codes, nuint at) =>
        Avx512F.PermuteVar16x32(table, Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref codes, at)));

    private static void LookUp(ShapeColumn shapes, ReadOnlySpan<float> table, Span<float> sums)
    {
        var values = Vector512.Create(table);
        ref var codes = ref shapes.Codes;
        ref var sum = ref MemoryMarshal.GetReference(sums);
        for (nuint i = 0; i < RowSet.Rows; i += (nuint)Vector512<int>.Count)
        {
            LookUp(values, ref codes, i).StoreUnsafe(ref sum, i);
        }
    }

    private static void AddThree((Term A, Term B, Term C) three, Span<float> sums)
    {
        var (a, b, c) = three;
        ref var sharesA = ref MemoryMarshal.GetReference(a.Column.Shares);
        ref var sharesB = ref MemoryMarshal.GetReference(b.Column.Shares);
        ref var sharesC = ref MemoryMarshal.GetReference(c.Column.Shares);
        var (factorA, factorB, factorC) = (Part(a), Part(b), Part(c));
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

    /// <summary>Whether the machine has what the quick forms need; else only <see cref="RowByRow"/> serves.</summary>
    public static bool IsSupported => Avx512F.IsSupported;

    /// <summary>The same for any number of shapes and on any machine.</summary>
    public static void RowByRow(ReadOnlySpan<Term> terms, double constant, Span<float> sums)
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
