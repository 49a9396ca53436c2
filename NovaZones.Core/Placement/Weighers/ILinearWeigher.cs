using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Weighers;

/// <summary>A weigher whose share, on every host that fits, is a constant plus a weighted sum of free shares.</summary>
/// <remarks>
/// Such scores are estimated for many hosts at once, and only hosts whose estimate may be among the best are graded exactly, by
/// <see cref="ICandidateWeigher.Weigh"/>, which stays the specification.
/// </remarks>
internal interface ILinearWeigher : ICandidateWeigher
{
    /// <summary>Adds the terms of multiplier × share.</summary>
    void Describe(PlacementContext context, double multiplier, LinearScore score);
}
