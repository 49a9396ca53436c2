using System.Collections.Immutable;

namespace NovaZones.Core.Fleet.Aggregates;

/// <summary>The rules of all aggregates, as filters read them (immutable).</summary>
internal sealed class AggregateRules
{
    private AggregateRules(ImmutableArray<Aggregate> all)
    {
        Isolating = [.. all.Where(a => !a.RequiredTraits.IsEmpty)];
        Reserving = [.. all.Where(a => !a.Tenants.IsEmpty)];
    }

    /// <summary>No rules.</summary>
    public static AggregateRules None { get; } = new([]);

    /// <summary>Aggregates that keep out requests which do not require their traits, by name.</summary>
    public ImmutableArray<Aggregate> Isolating { get; }

    /// <summary>Aggregates that are reserved for tenants, by name.</summary>
    public ImmutableArray<Aggregate> Reserving { get; }

    public static AggregateRules Of(IEnumerable<Aggregate> all) => new([.. all.OrderBy(a => a.Name, StringComparer.Ordinal)]);
}
