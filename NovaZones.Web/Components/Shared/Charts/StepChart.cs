using NovaZones.Core.Zones.History;

namespace NovaZones.Web.Components.Shared.Charts;

/// <summary>Amounts over time as lines of steps that share one scale from nothing to <paramref name="Top"/>.</summary>
/// <param name="From">The left edge.</param>
/// <param name="To">The right edge.</param>
/// <param name="Top">The amount at the upper edge.</param>
/// <param name="Lines">The lines.</param>
public sealed record StepChart(DateTimeOffset From, DateTimeOffset To, double Top, IReadOnlyList<ChartLine> Lines)
{
    /// <summary>The chart of some lines.</summary>
    /// <param name="lines">Name, look and steps of each, oldest first; each step holds until the next, the last until the end. Those before the beginning give what holds there.</param>
    /// <param name="from">The left edge.</param>
    /// <param name="to">The right edge.</param>
    /// <param name="leastTop">Least amount at the upper edge, above zero.</param>
    /// <param name="isRound">Whether the upper edge is the next 1, 2 or 5 of its power of ten, for amounts that are not whole.</param>
    /// <returns>Null when nothing is known in that time.</returns>
    public static StepChart? Of(IEnumerable<(string Name, LineLook Look, IEnumerable<ChartStep> Steps)> lines, DateTimeOffset from, DateTimeOffset to, double leastTop = 1, bool isRound = false)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(leastTop);
        var placed = lines.Select(line => (line.Name, line.Look, Steps: Place(line.Steps, from, to))).ToList();
        var top = placed.SelectMany(line => line.Steps).Max(step => step.Amount) is { } most ? Math.Max(leastTop, most) : leastTop;
        top = isRound ? Round(top) : top;
        var drawn = placed.Select(line => ChartLine.Of(line.Name, line.Look, line.Steps, top)).OfType<ChartLine>().ToList();
        return drawn.Count == 0 ? null : new StepChart(from, to, top, drawn);
    }

    /// <summary>Where a chart of a span begins: with what is known, when that is younger than the span.</summary>
    /// <param name="from">The beginning of the span.</param>
    /// <param name="known">From when on something is known.</param>
    /// <param name="to">The end of the span.</param>
    public static DateTimeOffset Begin(DateTimeOffset from, DateTimeOffset known, DateTimeOffset to)
    {
        var latest = to - ZoneSampler.Interval;
        return known <= from || from >= latest ? from : known < latest ? known : latest;
    }

    private static double Round(double amount)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(amount)));
        return power * (amount / power) switch
        {
            <= 1 => 1,
            <= 2 => 2,
            <= 5 => 5,
            _ => 10,
        };
    }

    private static List<(double X, double? Amount)> Place(IEnumerable<ChartStep> steps, DateTimeOffset from, DateTimeOffset to)
    {
        var placed = new List<(double, double?)>();
        foreach (var step in steps.Where(step => step.At <= to))
        {
            if (step.At <= from)
            {
                placed.Clear(); // only the last of them holds at the left edge
            }

            placed.Add((ChartLine.Width * Math.Max(0, (step.At - from) / (to - from)), step.Amount));
        }

        return placed;
    }
}
