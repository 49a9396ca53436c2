using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace NovaZones.Web.Components.Shared.Charts;

/// <summary>An amount from a moment on.</summary>
/// <param name="At">The moment.</param>
/// <param name="Amount">The amount; null where it is not known.</param>
public readonly record struct ChartStep(DateTimeOffset At, double? Amount);

/// <summary>How a line looks; each is told from the others without its colour, too.</summary>
public enum LineLook
{
    /// <summary>What the chart is about: solid, with its area.</summary>
    Main,

    /// <summary>What bounds it: long dashes.</summary>
    Bound,

    /// <summary>What is not as it should be: short dashes.</summary>
    Bad,

    /// <summary>What was switched off: dots.</summary>
    Off,
}

/// <summary>A line of steps as corners in a picture of <see cref="Width"/> by <see cref="Height"/>.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Look">How it looks.</param>
/// <param name="Pieces">Corners of each stretch over which it is known without a gap.</param>
/// <param name="Least">Smallest amount.</param>
/// <param name="Most">Greatest amount.</param>
/// <param name="Last">The amount at the end.</param>
public sealed record ChartLine(string Name, LineLook Look, ImmutableArray<string> Pieces, double Least, double Most, double Last)
{
    /// <summary>Width of the picture.</summary>
    public const double Width = 600;

    /// <summary>Height of the picture.</summary>
    public const double Height = 100;

    /// <summary>Corners of the areas below the line.</summary>
    public IEnumerable<string> Areas => Pieces.Select(piece => $"{piece[..piece.IndexOf(',', StringComparison.Ordinal)]},{Height} {piece} {piece[(piece.LastIndexOf(' ') + 1)..piece.LastIndexOf(',')]},{Height}");

    /// <summary>The line of steps that begin at places from left to right, the last until the right edge; null when no amount is known.</summary>
    internal static ChartLine? Of(string name, LineLook look, IReadOnlyList<(double X, double? Amount)> steps, double top)
    {
        var known = steps.Where(step => step.Amount is not null).Select(step => step.Amount!.Value).ToList();
        return known.Count == 0 ? null : new ChartLine(name, look, [.. PiecesOf(steps, top)], known.Min(), known.Max(), known[^1]);
    }

    private static IEnumerable<string> PiecesOf(IReadOnlyList<(double X, double? Amount)> steps, double top)
    {
        var piece = new StringBuilder();
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i] is not (var from, { } amount))
            {
                continue;
            }

            var to = i + 1 < steps.Count ? steps[i + 1].X : Width;
            var y = Height * (1 - (amount / top));
            piece.Append(CultureInfo.InvariantCulture, $"{from:0.#},{y:0.#} {to:0.#},{y:0.#} ");
            if (i + 1 == steps.Count || steps[i + 1].Amount is null)
            {
                yield return piece.ToString().TrimEnd();
                piece.Clear();
            }
        }
    }
}
