namespace NovaZones.Data.Fleet;

/// <summary>A row that gives a resource class the short number by which inventories and allocations refer to it.</summary>
internal sealed class ResourceClassEntity
{
    public required int Id { get; init; }

    public required string Name { get; init; }
}
