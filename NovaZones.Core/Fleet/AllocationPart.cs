namespace NovaZones.Core.Fleet;

/// <summary>An amount of one class on one provider that an instance takes.</summary>
/// <param name="ProviderId">The provider.</param>
/// <param name="ResourceClass">The class.</param>
/// <param name="Amount">How much, at least 1, in the class's unit.</param>
public readonly record struct AllocationPart(Guid ProviderId, string ResourceClass, long Amount);
