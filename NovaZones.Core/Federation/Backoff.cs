using System.Globalization;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Federation;

/// <summary>Growing pauses between trials, with jitter that is the same whenever it is reckoned for the same trial.</summary>
/// <remarks>
/// Jitter keeps many zones from trying one child in step after it comes back. It is a hash of who tries whom and how often, not chance, so
/// that tests and operators see the same pause again.
/// </remarks>
internal static class Backoff
{
    private const int MostDoublings = 16;

    /// <summary>The pause before the next trial: <paramref name="first"/> doubled with every trial, at most <paramref name="longest"/>, less up to a quarter.</summary>
    /// <param name="first">The pause after the first failure.</param>
    /// <param name="longest">The longest pause.</param>
    /// <param name="trial">Failures before this one, from 0.</param>
    /// <param name="from">Who tries.</param>
    /// <param name="to">Whom.</param>
    public static TimeSpan Of(TimeSpan first, TimeSpan longest, int trial, Guid from, Guid to)
    {
        var pause = first * Math.Pow(2, Math.Clamp(trial, 0, MostDoublings));
        return (pause < longest ? pause : longest) * (1 - (0.25 * Jitter(from, to, trial)));
    }

    /// <summary>A number from 0 (inclusive) to 1 (exclusive) for these two and this trial.</summary>
    public static double Jitter(Guid from, Guid to, int trial) =>
        (StableHash.OfName(string.Create(CultureInfo.InvariantCulture, $"{from:N}{to:N}{trial}")) >> 11) * (1.0 / (1UL << 53));
}
