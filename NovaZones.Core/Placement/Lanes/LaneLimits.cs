namespace NovaZones.Core.Placement.Lanes;

/// <summary>What one answer of a child may hold at most; the same on every hop, and checked by the parent.</summary>
/// <remarks>
/// A lane that is left out or cut counts as full: its members count all the same, so the bound holds, and the parent says that there was more.
/// </remarks>
internal static class LaneLimits
{
    /// <summary>Lanes in an answer; the best are kept.</summary>
    public const int MostLanes = 1024;

    /// <summary>Slots in all lanes of an answer together; every lane gets its part. 1000 instances over three domains need 334 of each.</summary>
    public const int MostSlots = 2048;

    /// <summary>Values of one capability, with or without room: without the count of each nothing can be decided, so more are refused.</summary>
    public const int MostDomains = 16_384;
}
