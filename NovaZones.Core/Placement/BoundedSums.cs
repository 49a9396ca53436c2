namespace NovaZones.Core.Placement;

/// <summary>Sums of what several zones counted. They end at a bound: no zone can make an answer fail by counting beyond what an int holds.</summary>
internal static class BoundedSums
{
    /// <summary>Most that is counted of anything.</summary>
    public const int Most = 1_000_000_000;

    /// <summary>The sum, at most <see cref="Most"/>.</summary>
    public static int BoundedSum<T>(this IEnumerable<T> items, Func<T, int> count)
    {
        var sum = 0L;
        foreach (var item in items)
        {
            sum += count(item);
        }

        return (int)Math.Min(Most, sum);
    }
}
