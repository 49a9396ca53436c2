using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NovaZones.Bench.Simulation;

/// <summary>Time that a message takes: at least and at most, in milliseconds.</summary>
internal sealed record DelayRange(double MinMs, double MaxMs)
{
    /// <summary>Whether every message arrives at once.</summary>
    public bool IsNone => MaxMs <= 0;

    /// <summary>A delay of the range.</summary>
    /// <param name="share">From 0 to 1.</param>
    public TimeSpan At(double share) => TimeSpan.FromMilliseconds(MinMs + ((MaxMs - MinMs) * share));

    /// <summary>Reads <c>5</c> or <c>1-20</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DelayRange? range)
    {
        var ends = text.Split('-');
        range = ends.Length is 1 or 2
            && double.TryParse(ends[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var min)
            && double.TryParse(ends[^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var max)
            && min <= max && max <= 60_000
            ? new DelayRange(min, max)
            : null;
        return range is not null;
    }
}
