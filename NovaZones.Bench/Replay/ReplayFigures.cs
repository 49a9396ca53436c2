using NovaZones.Bench.Openb;

namespace NovaZones.Bench.Replay;

/// <summary>What a replay counted at one moment.</summary>
/// <param name="Elsewhere">Placed in zones whose hosts the replay did not load and cannot look at.</param>
/// <param name="Repeated">How often a request was sent again, with the same key, because its answer was lost or a 5xx.</param>
/// <param name="Failed">Tasks without a usable answer after every retry, or whose request the zone called wrong.</param>
/// <param name="Now">Placed and not released.</param>
/// <param name="Peak">The moment of the most GPU in use.</param>
internal sealed record ReplayFigures(
    int Offered,
    int Placed,
    int Elsewhere,
    int Released,
    int Repeated,
    SortedDictionary<string, int> Refused,
    SortedDictionary<string, int> Failed,
    Amounts Now,
    Amounts Peak,
    double P50Ms,
    double P99Ms);

/// <summary>Sums of the three resources that the openb lists know.</summary>
internal readonly record struct Amounts(long CpuMilli, long MemoryMib, long GpuMilli)
{
    internal static Amounts Of(IEnumerable<OpenbNode> nodes) => nodes.Aggregate(
        default(Amounts), (sum, node) => new(sum.CpuMilli + node.CpuMilli, sum.MemoryMib + node.MemoryMib, sum.GpuMilli + (node.Gpus * 1_000L)));

    internal Amounts Plus(Amounts other) => new(CpuMilli + other.CpuMilli, MemoryMib + other.MemoryMib, GpuMilli + other.GpuMilli);

    internal Amounts Plus(OpenbTask task, int sign) =>
        new(CpuMilli + (sign * task.CpuMilli), MemoryMib + (sign * task.MemoryMib), GpuMilli + (sign * task.TotalGpuMilli));
}
