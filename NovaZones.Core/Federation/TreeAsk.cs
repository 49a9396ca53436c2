using System.Collections.Immutable;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Mix;

namespace NovaZones.Core.Federation;

/// <summary>A request on its way through the tree.</summary>
/// <param name="Request">What is asked, as this zone got it.</param>
/// <param name="Weights">Multipliers in force at the root, complete.</param>
/// <param name="Count">Slots wanted.</param>
/// <param name="Path">Zones it came through, this one included.</param>
/// <param name="HopsLeft">Levels it may still go down.</param>
/// <param name="DeadlineAt">When the answer is due, UTC.</param>
internal sealed record TreeAsk(
    PlacementRequest Request,
    ImmutableSortedDictionary<string, double> Weights,
    int Count,
    ImmutableArray<Guid> Path,
    int HopsLeft,
    DateTimeOffset DeadlineAt)
{
    /// <summary>What is typically asked at the root.</summary>
    public RequestMix Mix { get; init; } = RequestMix.Empty;

    /// <summary>Whether members are spread over several zones, so that children are asked for lanes.</summary>
    public bool Lanes { get; init; }

    /// <summary>Whether a child that alone comes into question may place the request at once.</summary>
    public bool MayTake { get; init; }

    /// <summary>Further hosts to name, beside those of the slots.</summary>
    public int Alternates { get; init; }
}
