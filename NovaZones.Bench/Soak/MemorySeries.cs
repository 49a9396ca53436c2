using System.Globalization;

namespace NovaZones.Bench.Soak;

/// <summary>One measure of one process over the whole run.</summary>
/// <param name="Zone">Whose process.</param>
/// <param name="Measure">What was measured.</param>
/// <param name="Megabytes">The values, oldest first.</param>
internal sealed record MemorySeries(string Zone, string Measure, IReadOnlyList<double> Megabytes)
{
    /// <summary>More than this above the first fifth is growth.</summary>
    public const double MostGrowth = 0.10;

    /// <summary>Fewer values than this make no fifths worth comparing.</summary>
    public const int Fewest = 10;

    /// <summary>Whether there are enough values to tell.</summary>
    public bool CanTell => Megabytes.Count >= Fewest;

    /// <summary>The middle of the first fifth.</summary>
    public double Early => Median(0);

    /// <summary>The middle of the last fifth.</summary>
    public double Late => Median(4);

    /// <summary>Share by which the last fifth is above the first; below 0 when it fell.</summary>
    public double Growth => (Late - Early) / Early;

    /// <summary>Whether it did not grow beyond the bound. What falls is no leak.</summary>
    public bool IsFlat => CanTell && Growth <= MostGrowth;

    public override string ToString() => CanTell
        ? string.Create(CultureInfo.InvariantCulture, $"{Zone,-7} {Measure,-12} {Early,7:0.0} MiB in the first fifth, {Late,7:0.0} MiB in the last: {Math.Round(Growth, 3) + 0d:+0.0%;-0.0%;+0.0%} {(IsFlat ? "flat" : "GROWS")}")
        : string.Create(CultureInfo.InvariantCulture, $"{Zone,-7} {Measure,-12} {Megabytes.Count} values are too few");

    private double Median(int fifth)
    {
        var from = fifth * Megabytes.Count / 5;
        var values = Megabytes.Skip(from).Take(((fifth + 1) * Megabytes.Count / 5) - from).Order().ToList();
        return values.Count % 2 == 1 ? values[values.Count / 2] : (values[(values.Count / 2) - 1] + values[values.Count / 2]) / 2;
    }
}
