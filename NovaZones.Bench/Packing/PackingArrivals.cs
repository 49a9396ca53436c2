using NovaZones.Bench.Openb;

namespace NovaZones.Bench.Packing;

/// <summary>The order in which tasks arrive: the whole list shuffled, then copies drawn from it until enough GPU is asked for.</summary>
internal static class PackingArrivals
{
    private const int EnoughPercent = 130;

    internal static IReadOnlyList<OpenbTask> Of(IReadOnlyList<OpenbTask> tasks, long gpuMilli, int seed)
    {
        // A generator with a seed gives the same numbers on every machine and version.
        var random = new Random(seed);
        var order = tasks.ToArray();
        random.Shuffle(order);
        var arrivals = order.ToList();
        var asked = order.Sum(task => task.TotalGpuMilli);
        while (asked * 100 < gpuMilli * EnoughPercent)
        {
            var copy = tasks[random.Next(tasks.Count)];
            arrivals.Add(copy);
            asked += copy.TotalGpuMilli;
        }

        return arrivals;
    }
}
