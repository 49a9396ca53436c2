using System.Collections.Immutable;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Placement;

/// <summary>One instance's place on a host of this zone.</summary>
/// <param name="HostId">The host.</param>
/// <param name="HostName">Its name.</param>
/// <param name="SeenGeneration">The host's generation that the plan saw, earlier slots of the plan included.</param>
/// <param name="Score">Sum of multiplier × share.</param>
/// <param name="Tie">32 bits that order equal scores the same way everywhere; higher wins.</param>
/// <param name="Parts">What is taken from which provider.</param>
public sealed record Slot(Guid HostId, string HostName, long SeenGeneration, double Score, uint Tie, ImmutableArray<AllocationPart> Parts);
