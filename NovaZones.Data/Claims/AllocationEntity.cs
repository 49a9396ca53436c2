namespace NovaZones.Data.Claims;

/// <summary>A row for an amount of one class on one provider that an instance takes.</summary>
internal sealed class AllocationEntity
{
    public required Guid InstanceId { get; init; }

    public required Guid ProviderId { get; init; }

    public required int ResourceClassId { get; init; }

    public required long Amount { get; init; }
}
