using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NovaZones.Core.Fleet.Columns;

namespace NovaZones.Core.Placement.Columns;

/// <summary>Questions about the estimates of one block's rows.</summary>
internal static class Estimates
{
    private static readonly Vector512<int> Bits = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);

    /// <summary>
    /// The highest of the rows in each of sixteen lanes: rows i, i + 16, i + 32 … share one. Negative infinity in a lane without rows.
    /// </summary>
    /// <param name="estimates">One a row.</param>
    /// <param name="rows">Rows that count.</param>
    public static Vector512<float> Lanes(ReadOnlySpan<float> estimates, ReadOnlySpan<ulong> rows)
    {
        ref var first = ref MemoryMarshal.GetReference(estimates);
        var lanes = Vector512.Create(float.NegativeInfinity);
        if (RowSet.IsFull(rows))
        {
            for (nuint i = 0; i < RowSet.Rows; i += (nuint)Vector512<float>.Count)
            {
                lanes = Vector512.Max(lanes, Vector512.LoadUnsafe(ref first, i));
            }

            return lanes;
        }

        for (var word = 0; word < RowSet.Words; word++)
        {
            for (var part = 0; rows[word] != 0 && part < 64; part += Vector512<float>.Count)
            {
                var here = Vector512.Create((int)((rows[word] >> part) & 0xFFFF)) & Bits;
                var counts = Vector512.Equals(here, Bits).AsSingle();
                var values = Vector512.LoadUnsafe(ref first, (nuint)((word << 6) + part));
                lanes = Vector512.ConditionalSelect(counts, Vector512.Max(lanes, values), lanes);
            }
        }

        return lanes;
    }

    /// <summary>The highest of all lanes.</summary>
    public static float Highest(Vector512<float> lanes)
    {
        var eight = Vector256.Max(lanes.GetLower(), lanes.GetUpper());
        var four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return Math.Max(Math.Max(four[0], four[1]), Math.Max(four[2], four[3]));
    }

    /// <summary>Rows whose estimate is at least the bar.</summary>
    public static void Reaching(ReadOnlySpan<float> estimates, float bar, Span<ulong> rows)
    {
        ref var first = ref MemoryMarshal.GetReference(estimates);
        var bars = Vector512.Create(bar);
        for (var word = 0; word < RowSet.Words; word++)
        {
            var at = (nuint)(word << 6);
            rows[word] = Reach(ref first, at, bars)
                | (Reach(ref first, at + 16, bars) << 16)
                | (Reach(ref first, at + 32, bars) << 32)
                | (Reach(ref first, at + 48, bars) << 48);
        }

        static ulong Reach(ref float first, nuint at, Vector512<float> bars) =>
            Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref first, at), bars).ExtractMostSignificantBits();
    }
}
