using System.Collections.Immutable;
using NovaZones.Core.Quotas;

namespace NovaZones.Core.Placement.Capacity;

/// <summary>Cuts what would fit down to what a tenant may have.</summary>
internal static class QuotaCut
{
    /// <summary>Leaves the counts of the zones as they are until what the tenant may have is used up, zone after zone.</summary>
    /// <param name="zones">In the order in which they are told; their counts then add up to what may really be placed.</param>
    /// <param name="room">How many more the tenant may have.</param>
    /// <returns>Whether anything was cut.</returns>
    public static bool Apply(ImmutableArray<ZoneCapacity>.Builder zones, QuotaRoom room)
    {
        var left = room.Count;
        var isCut = false;
        for (var i = 0; i < zones.Count; i++)
        {
            var zone = zones[i];
            if (zone.Count > left || zone.LargestOnOneHost > left)
            {
                isCut = true;
                zones[i] = zone = zone with { Count = Math.Min(zone.Count, left), LargestOnOneHost = (int)Math.Min(zone.LargestOnOneHost, left) };
            }

            left -= zone.Count;
        }

        return isCut;
    }
}
