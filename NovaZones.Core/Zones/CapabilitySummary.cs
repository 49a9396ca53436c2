using System.Collections.Immutable;

namespace NovaZones.Core.Zones;

/// <summary>What hosts say of one capability.</summary>
/// <param name="Values">Distinct values as text, ordered; null when all are numbers, or too many.</param>
/// <param name="Min">Least number, or null.</param>
/// <param name="Max">Greatest number, or null.</param>
/// <param name="Whole">Whether values and bounds are all there is; false, too, from a program that does not tell.</param>
public sealed record CapabilitySummary(ImmutableArray<string>? Values, double? Min, double? Max, bool Whole = false)
{
    /// <summary>Whether nothing was left out: what is not told here, no host says.</summary>
    internal bool IsWhole => Whole || Values is not null;
}
