using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NovaZones.Bench.Simulation;

/// <summary>Zones that cannot be reached by their parents while a part of the requests is sent.</summary>
/// <param name="Percent">Share of the zones below the root, in percent.</param>
/// <param name="From">Begins when that many percent of the requests were sent.</param>
/// <param name="To">Ends when that many percent were sent.</param>
internal sealed record Partition(int Percent, int From, int To)
{
    /// <summary>The zones that are cut off; the same for the same seed.</summary>
    public IReadOnlySet<string> Choose(TreeShape tree, int seed)
    {
        var below = tree.Zones.Skip(1).Select(z => z.Name).ToArray();
        new Random(seed).Shuffle(below);
        return below.Take((int)Math.Ceiling(below.Length * Percent / 100.0)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether the zones are cut off while this request is sent.</summary>
    public bool Holds(int request, int requests) => request * 100L >= (long)From * requests && request * 100L < (long)To * requests;

    /// <summary>Reads <c>10:20-60</c>: ten percent of the zones, from 20 % to 60 % of the requests.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Partition? partition)
    {
        var numbers = text.Split(':', '-');
        partition = numbers.Length == 3 && text.IndexOf(':', StringComparison.Ordinal) < text.IndexOf('-', StringComparison.Ordinal)
            && Read(numbers[0]) is { } percent && Read(numbers[1]) is { } from && Read(numbers[2]) is { } to && from < to
            ? new Partition(percent, from, to)
            : null;
        return partition is not null;
    }

    private static int? Read(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 100 ? number : null;
}
