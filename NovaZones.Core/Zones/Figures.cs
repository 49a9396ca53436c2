namespace NovaZones.Core.Zones;

/// <summary>Bounds of the figures that zones tell each other, and sums that keep within them.</summary>
/// <remarks>What is beyond a bound is refused where it comes in. Sums end at the bound: else one child that claims to be huge would make its honest parent be refused further up.</remarks>
internal static class Figures
{
    /// <summary>Most of a resource, or of instances: what every reader of JSON can tell exactly.</summary>
    public const long Most = 1L << 53;

    /// <summary>Most hosts of a state, and most zones, of a tree; three of these still are an int.</summary>
    public const int MostThings = 500_000_000;

    /// <summary>Most resource classes of one part of a tree.</summary>
    public const int MostClasses = 16_384;

    /// <summary>Greatest age: a hundred years.</summary>
    public const long MostAgeMs = 36_525L * 24 * 60 * 60 * 1000;

    /// <summary>Sum of two amounts within the bound.</summary>
    public static long Add(long a, long b) => Math.Min(Most, a + b);

    /// <summary>Sum of two numbers of things within the bound.</summary>
    public static int Add(int a, int b) => (int)Math.Min(MostThings, (long)a + b);

    /// <summary>Adds to the sum of a class; of classes beyond the bound nothing is kept.</summary>
    public static void Add(Dictionary<string, ResourceSummary> sums, string resourceClass, ResourceSummary figure)
    {
        if (sums.TryGetValue(resourceClass, out var sum))
        {
            sums[resourceClass] = sum + figure;
        }
        else if (sums.Count < MostClasses)
        {
            sums[resourceClass] = figure;
        }
    }

    /// <summary>An age that grew on its way.</summary>
    public static long Older(long ageMs, long byMs) => Math.Clamp(ageMs + byMs, 0, MostAgeMs);
}
