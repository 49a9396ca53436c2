using NovaZones.Core.Fleet;

namespace NovaZones.Core.Query;

/// <summary>What a query can ask about one host.</summary>
/// <remarks>Implement it as a small struct: the evaluator is generic and then neither boxes nor allocates.</remarks>
public interface IQueryFacts
{
    /// <summary>The host's value of a variable; false when the host has none. A trait's absence may be either.</summary>
    bool TryGet(QueryVariable variable, out CapabilityValue value);
}
