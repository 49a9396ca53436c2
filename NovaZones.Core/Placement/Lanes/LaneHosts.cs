using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Lanes;

/// <summary>The hosts of one lane: of one domain on each axis.</summary>
/// <param name="domains">Key of the domain on each axis.</param>
/// <param name="limit">Hosts wanted.</param>
internal sealed class LaneHosts(ulong[] domains, int limit)
{
    /// <summary>Key of the domain on each axis.</summary>
    public ulong[] Domains { get; } = domains;

    /// <summary>The best hosts, by what they are worth alone.</summary>
    public BestHosts Best { get; } = new(limit);

    /// <summary>Blocks that have hosts of the lane.</summary>
    public List<FleetBlock> Blocks { get; } = [];

    /// <summary>Their rows, set after set.</summary>
    public List<ulong> Rows { get; } = [];
}
