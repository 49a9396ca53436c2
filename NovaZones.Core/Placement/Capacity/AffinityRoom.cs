using System.Collections.Immutable;

namespace NovaZones.Core.Placement.Capacity;

/// <summary>Counts an affinity group over zones: where one zone holds members, the others have no room for more.</summary>
internal static class AffinityRoom
{
    /// <summary>Zones as they count once all are known; a zone of an older version, which does not tell of members, holds none when another does.</summary>
    public static ImmutableArray<ZoneCapacity> Of(ImmutableArray<ZoneCapacity> zones, string group) =>
        zones.Any(HasMembers) ? [.. zones.Select(z => HasMembers(z) || z.Outcome != "Answered" ? z : WithoutRoom(z, group))] : zones;

    private static bool HasMembers(ZoneCapacity zone) => zone.GroupMembers > 0;

    private static ZoneCapacity WithoutRoom(ZoneCapacity zone, string group) =>
        zone with { Count = 0, LargestOnOneHost = 0, Reason = $"the members of {group} are elsewhere" };
}
