using NovaZones.Core.Fleet;

namespace NovaZones.Core.Query;

/// <summary>A set of kinds in one word.</summary>
internal readonly record struct CapabilityKindSet(int Bits)
{
    public CapabilityKindSet With(CapabilityKind kind) => new(Bits | (1 << (int)kind));

    public bool Contains(CapabilityKind kind) => (Bits & (1 << (int)kind)) != 0;
}
