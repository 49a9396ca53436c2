using System.Collections.Immutable;

namespace NovaZones.Core.Federation.Protocol;

/// <summary>What a parent asks of a child.</summary>
public interface IWireQuestion
{
    /// <summary>Features that the child must know to answer rightly; null or empty when any will do.</summary>
    ImmutableArray<string>? Needs { get; }
}
