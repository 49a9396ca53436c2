using System.Collections.Immutable;

namespace NovaZones.Core.Federation.Wire;

/// <summary>Child to parent: slots that stand in the same domains, in the order in which the child fills them.</summary>
/// <param name="Domains">Opaque key of the domain on each axis; 0 for hosts without the capability.</param>
/// <param name="Scores">What the host of each slot is worth alone, without what its domains add.</param>
/// <param name="Ties">32 tie bits of each slot.</param>
public sealed record LaneBody(ImmutableArray<ulong> Domains, ImmutableArray<double> Scores, ImmutableArray<uint> Ties);
