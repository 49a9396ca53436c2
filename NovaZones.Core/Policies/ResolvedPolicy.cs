using System.Collections.Immutable;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Placement.Weighers;

namespace NovaZones.Core.Policies;

/// <summary>A policy with its names replaced by the plugins they mean.</summary>
/// <param name="Name">Name of the policy.</param>
/// <param name="Version">Version of the policy.</param>
/// <param name="Driver">Name of the driver.</param>
/// <param name="Filters">In order.</param>
/// <param name="Weighers">In policy order, none with multiplier 0.</param>
internal sealed record ResolvedPolicy(string Name, int Version, string Driver, ImmutableArray<ICandidateFilter> Filters, ImmutableArray<WeightedWeigher> Weighers)
{
    private Remembered? _multipliers;

    /// <summary>Each weigher's name with its multiplier: what children are told, so that they add none of their own.</summary>
    public ImmutableSortedDictionary<string, double> Multipliers
    {
        get
        {
            // A copy with other weighers brings along what was remembered for those before it.
            if (_multipliers is not { } known || known.Weighers != Weighers)
            {
                known = new Remembered(Weighers, Weighers.ToImmutableSortedDictionary(w => w.Weigher.Name, w => w.Multiplier, StringComparer.Ordinal));
                _multipliers = known;
            }

            return known.Multipliers;
        }
    }

    /// <summary>Bounds for each host; those left null are the zone's.</summary>
    public PolicyLimits Limits { get; init; } = PolicyLimits.OfZone;

    private sealed record Remembered(ImmutableArray<WeightedWeigher> Weighers, ImmutableSortedDictionary<string, double> Multipliers);
}

/// <summary>A weigher and what its share is multiplied with.</summary>
internal readonly record struct WeightedWeigher(ICandidateWeigher Weigher, double Multiplier);
