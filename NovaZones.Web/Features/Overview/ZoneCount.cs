using NovaZones.Core.Federation;
using NovaZones.Core.Zones;

namespace NovaZones.Web.Features.Overview;

/// <summary>How many zones a tree has.</summary>
/// <param name="Online">Zones that are told by name and online.</param>
/// <param name="Untold">Zones that are only added up: nobody here knows which of them are online.</param>
/// <param name="All">All of them.</param>
internal readonly record struct ZoneCount(int Online, int Untold, int All)
{
    /// <summary>Counts a zone and all below it.</summary>
    public static ZoneCount Of(ZoneNode node)
    {
        var count = node.Zones is { } untold ? new ZoneCount(0, untold, untold) : new ZoneCount(node.State == nameof(ChildHealth.Online) ? 1 : 0, 0, 1);
        foreach (var child in node.Children)
        {
            var below = Of(child);
            count = new ZoneCount(count.Online + below.Online, count.Untold + below.Untold, count.All + below.All);
        }

        return count;
    }
}
