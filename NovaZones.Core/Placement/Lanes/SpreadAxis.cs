using System.Collections.Immutable;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Placement.Weighers;

namespace NovaZones.Core.Placement.Lanes;

/// <summary>One capability over whose values a request spreads the members of its server group.</summary>
/// <param name="Capability">The capability; its values are the domains.</param>
/// <param name="Seed">What the keys of its domains begin with.</param>
/// <param name="MaxSkew">Most by which the fullest domain may exceed the emptiest; 0 when only weights spread over it.</param>
/// <param name="Multiplier">Of the weigher <c>spread:CAPABILITY</c>; 0 when only the group's policy spreads over it.</param>
internal sealed record SpreadAxis(string Capability, ulong Seed, int MaxSkew, double Multiplier)
{
    /// <summary>Every capability that a request spreads over, by its group's policy or by weight: those with a weight in the order of the policy's sum.</summary>
    public static ImmutableArray<SpreadAxis> Of(PlacementContext context)
    {
        if (context.Request.Group is not { } demand)
        {
            return [];
        }

        var hard = demand.Policy == GroupPolicy.Spread ? demand.Capability : null;
        var axes = ImmutableArray.CreateBuilder<SpreadAxis>();
        foreach (var (weigher, multiplier) in context.Policy.Weighers)
        {
            if (weigher is SpreadWeigher { Capability: var capability })
            {
                axes.Add(Of(context.Request.Digest, capability, capability == hard ? demand.MaxSkew : 0, multiplier));
            }
        }

        if (hard is not null && axes.All(a => a.MaxSkew == 0))
        {
            axes.Add(Of(context.Request.Digest, hard, demand.MaxSkew, 0));
        }

        return axes.ToImmutable();
    }

    /// <summary>Number of capabilities that a request spreads over when it is weighed by these.</summary>
    public static int CountOf(PlacementRequest request, IEnumerable<string> weighers)
    {
        var capabilities = weighers.Select(SpreadWeigher.Parse).OfType<SpreadWeigher>().Select(w => w.Capability).ToHashSet(StringComparer.Ordinal);
        if (request.Group is { Policy: GroupPolicy.Spread, Capability: { } hard })
        {
            capabilities.Add(hard);
        }

        return capabilities.Count;
    }

    private static SpreadAxis Of(ulong digest, string capability, int maxSkew, double multiplier) =>
        new(capability, StableHash.Of(digest, capability), maxSkew, multiplier);
}
