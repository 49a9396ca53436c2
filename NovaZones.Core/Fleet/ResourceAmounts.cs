namespace NovaZones.Core.Fleet;

/// <summary>Capacity and use of one resource class over a host or a zone.</summary>
/// <param name="Capacity">What can be claimed in all.</param>
/// <param name="Used">What is claimed.</param>
public readonly record struct ResourceAmounts(long Capacity, long Used)
{
    /// <summary>What can still be claimed; negative when capacity shrank below use.</summary>
    public long Free => Capacity - Used;
}
