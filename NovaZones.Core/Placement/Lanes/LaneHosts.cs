using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Lanes;

/// <summary>The best hosts of one lane: of one domain on each axis.</summary>
/// <param name="Domains">Key of the domain on each axis.</param>
/// <param name="Best">The hosts, by what they are worth alone.</param>
internal sealed record LaneHosts(ulong[] Domains, BestHosts Best);
