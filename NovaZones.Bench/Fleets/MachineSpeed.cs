using System.Diagnostics;

namespace NovaZones.Bench.Fleets;

/// <summary>What the same small sum cost at one moment.</summary>
/// <param name="At">When, on the monotonic clock (<see cref="Stopwatch.GetTimestamp"/>).</param>
/// <param name="Cost">Processor time in nanoseconds.</param>
internal readonly record struct SpeedSample(long At, long Cost);

/// <summary>A time in which the machine did less than half of what it usually does.</summary>
/// <param name="From">Its first moment, on the monotonic clock.</param>
/// <param name="To">Its last.</param>
/// <param name="Lowest">The least speed within, as a share of the usual.</param>
internal readonly record struct SlowSpell(long From, long To, double Lowest)
{
    public double Milliseconds => Stopwatch.GetElapsedTime(From, To).TotalMilliseconds;
}

/// <summary>How fast the machine was over a time.</summary>
/// <param name="Seconds">Length of the time.</param>
/// <param name="Spells">Those in which it was slow, the first one first.</param>
internal sealed record MachineSpeed(double Seconds, IReadOnlyList<SlowSpell> Spells)
{
    /// <summary>A single slow sum is a matter of caches and interrupts.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(15);

    /// <summary>Slow sums closer than this are one spell.</summary>
    private static readonly TimeSpan Bridge = TimeSpan.FromMilliseconds(60);

    /// <value>Share of the time in slow spells.</value>
    public double SlowShare => Seconds > 0 ? Spells.Sum(s => s.Milliseconds) / 1000 / Seconds : 0;

    public static MachineSpeed Of(IReadOnlyList<SpeedSample> samples)
    {
        if (samples.Count == 0)
        {
            return new MachineSpeed(0, []);
        }

        var usual = samples.Select(s => s.Cost).Order().ElementAt(samples.Count / 2);
        var spells = new List<SlowSpell>();
        foreach (var slow in samples.Where(s => s.Cost > 2 * usual))
        {
            var speed = (double)usual / slow.Cost;
            if (spells is [.., var last] && Stopwatch.GetElapsedTime(last.To, slow.At) < Bridge)
            {
                spells[^1] = last with { To = slow.At, Lowest = Math.Min(last.Lowest, speed) };
            }
            else
            {
                spells.Add(new SlowSpell(slow.At, slow.At, speed));
            }
        }

        return new MachineSpeed(
            Stopwatch.GetElapsedTime(samples[0].At, samples[^1].At).TotalSeconds,
            [.. spells.Where(s => Stopwatch.GetElapsedTime(s.From, s.To) >= Shortest)]);
    }

    /// <summary>Whether something that lasted from one moment to another was neither in a slow spell nor so soon after one that it waited behind what had piled up.</summary>
    public bool IsClear(long from, long to, TimeSpan recovery) =>
        !Spells.Any(s => s.From <= to && Stopwatch.GetElapsedTime(s.To, from) <= recovery);

    public override string ToString() => Spells.Count == 0
        ? FormattableString.Invariant($"the machine: at no time slower than half its usual speed in {Seconds:0} s")
        : FormattableString.Invariant($"the machine: slower than half its usual speed in {Spells.Count} spells, {SlowShare:P1} of {Seconds:0} s, {Spells.Average(s => s.Milliseconds):0} ms each, down to {Spells.Min(s => s.Lowest):P0}");
}
