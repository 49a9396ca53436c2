namespace NovaZones.Data.Fleet;

/// <summary>A row for what one provider offers of one class. What is used is not here: it is the sum of the allocations.</summary>
internal sealed class InventoryEntity
{
    public required Guid ProviderId { get; init; }

    public required int ResourceClassId { get; init; }

    public required long Total { get; init; }

    public required long Reserved { get; init; }

    public required double AllocationRatio { get; init; }

    public required long MinUnit { get; init; }

    public required long MaxUnit { get; init; }

    public required long StepSize { get; init; }
}
