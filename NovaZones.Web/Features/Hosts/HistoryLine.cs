using System.Globalization;
using System.Text;
using NovaZones.Core.Fleet.History;

namespace NovaZones.Web.Features.Hosts;

/// <summary>Capacity and use of one class over time as lines of steps, for a picture of <see cref="Width"/> by <see cref="Height"/>.</summary>
/// <param name="ResourceClass">The class.</param>
/// <param name="Top">The amount at the upper edge; at least 1.</param>
/// <param name="Capacity">Corners of the line of capacity.</param>
/// <param name="Used">Corners of the line of use.</param>
/// <param name="Area">Corners of the area below the line of use.</param>
/// <param name="Least">Least that was used.</param>
/// <param name="Most">Most that was used.</param>
/// <param name="Last">What holds at the end.</param>
public sealed record HistoryLine(string ResourceClass, long Top, string Capacity, string Used, string Area, long Least, long Most, ClassFigures Last)
{
    /// <summary>Width of the picture.</summary>
    public const double Width = 600;

    /// <summary>Height of the picture.</summary>
    public const double Height = 100;

    /// <summary>The lines of a class.</summary>
    /// <param name="points">Figures, oldest first; each holds until the next, the last until the end. Those before the beginning give what holds there.</param>
    /// <param name="resourceClass">The class.</param>
    /// <param name="from">Left edge.</param>
    /// <param name="to">Right edge.</param>
    /// <returns>Null when nothing is known of the class in that time.</returns>
    public static HistoryLine? Of(IReadOnlyList<HostPoint> points, string resourceClass, DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentNullException.ThrowIfNull(points);
        var steps = new List<(double X, ClassFigures Figures)>();
        foreach (var point in points.Where(point => point.At <= to))
        {
            var figures = point.Classes.FirstOrDefault(each => each.ResourceClass == resourceClass);
            if (point.At <= from)
            {
                steps.Clear(); // only the last of them holds at the left edge
            }

            steps.Add((Width * Math.Max(0, (point.At - from) / (to - from)), figures));
        }

        if (steps.Count == 0 || steps.TrueForAll(step => step.Figures.ResourceClass is null))
        {
            return null;
        }

        var top = Math.Max(1, steps.Max(step => Math.Max(step.Figures.Capacity, step.Figures.Used)));
        var used = Corners(steps, top, figures => figures.Used);
        return new HistoryLine(
            resourceClass,
            top,
            Corners(steps, top, figures => figures.Capacity),
            used,
            string.Create(CultureInfo.InvariantCulture, $"{steps[0].X:0.#},{Height} {used} {Width},{Height}"),
            steps.Min(step => step.Figures.Used),
            steps.Max(step => step.Figures.Used),
            steps[^1].Figures);
    }

    private static string Corners(List<(double X, ClassFigures Figures)> steps, long top, Func<ClassFigures, long> amount)
    {
        var text = new StringBuilder();
        double? before = null;
        foreach (var (x, figures) in steps)
        {
            var y = Height * (1 - ((double)amount(figures) / top));
            if (before is { } level)
            {
                text.Append(CultureInfo.InvariantCulture, $"{x:0.#},{level:0.#} ");
            }

            text.Append(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#} ");
            before = y;
        }

        return text.Append(CultureInfo.InvariantCulture, $"{Width},{before:0.#}").ToString();
    }
}
