namespace NovaZones.Core.Fleet;

/// <summary>An inventory and how much of it is claimed.</summary>
/// <param name="ResourceClass">Name of the class.</param>
/// <param name="Inventory">What is offered.</param>
/// <param name="Used">Sum of all allocations, in the class's unit; above the capacity only when a report shrank it.</param>
public readonly record struct InventoryUsage(string ResourceClass, Inventory Inventory, long Used)
{
    /// <summary>What can still be claimed; negative when a report shrank the capacity below what is used.</summary>
    public long Free => Inventory.Capacity - Used;

    /// <summary>Whether one more claim of this size is allowed and fits.</summary>
    public bool Fits(long amount) => amount <= Free && Inventory.Accepts(amount);
}
