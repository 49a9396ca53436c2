using System.Collections.Immutable;
using NovaZones.Core.Federation;

namespace NovaZones.Core.Zones;

/// <summary>Adds up zones that are not told one by one.</summary>
/// <param name="counted">Zones that count elsewhere; grows with those that are added here.</param>
internal sealed class ZoneRest(HashSet<Guid> counted)
{
    private const int MaxFits = 4 * ZoneSummary.MaxFits;

    private readonly Dictionary<string, ResourceSummary> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Count, int Zones)> _fits = new(StringComparer.Ordinal);
    private HostCounts _hosts;
    private int _zones;
    private long _ageMs;
    private DateTimeOffset? _asOf;

    /// <summary>Adds a zone and everything below it.</summary>
    public void Add(ZoneNode node)
    {
        _zones = Figures.Add(_zones, Size(node));
        Sum(node);
    }

    /// <summary>The node that stands for them.</summary>
    /// <param name="above">Path of the zone that they lie below; null for this zone.</param>
    public ZoneNode ToNode(string? above)
    {
        var resources = _resources.ToImmutableSortedDictionary(StringComparer.Ordinal);
        var fits = _fits.OrderByDescending(f => f.Value.Zones).ThenBy(f => f.Key, StringComparer.Ordinal).Take(MaxFits);
        return new ZoneNode
        {
            Name = ZoneNode.Rest,
            Path = ZonePath.Below(above, ZoneNode.Rest),
            State = nameof(ChildHealth.Online),
            Zones = _zones,
            AgeMs = _ageMs,
            AsOf = _asOf,
            Hosts = _hosts,
            Resources = resources,
            Own = new ZonePart
            {
                Hosts = _hosts,
                Resources = resources,
                Fits = fits.ToImmutableSortedDictionary(f => f.Key, f => f.Value.Count, StringComparer.Ordinal),
                AgeMs = _ageMs,
                AsOf = _asOf ?? default,
            },
        };
    }

    private static int Size(ZoneNode node) => node.Children.Aggregate(node.Zones ?? 1, (sum, child) => Figures.Add(sum, Size(child)));

    private void Sum(ZoneNode node)
    {
        if (node.State != nameof(ChildHealth.Online))
        {
            return;
        }

        if (node is { Zones: not null, Own: { } rest })
        {
            Add(rest);
            return;
        }

        if (node is not { Id: { } id, Own: { } own })
        {
            // An older program tells only the sum with everything below it.
            Add(new ZonePart { Hosts = node.Hosts, Resources = node.Resources, AgeMs = node.AgeMs ?? 0, AsOf = node.AsOf ?? default });
            return;
        }

        if (counted.Add(id))
        {
            Add(own);
        }

        foreach (var child in node.Children)
        {
            Sum(child);
        }
    }

    private void Add(ZonePart part)
    {
        _hosts += part.Hosts;
        foreach (var (resourceClass, figure) in part.Resources)
        {
            Figures.Add(_resources, resourceClass, figure);
        }

        foreach (var (key, count) in part.Fits)
        {
            var (sum, zones) = _fits.GetValueOrDefault(key);
            _fits[key] = (Figures.Add(sum, count), zones + 1);
        }

        _ageMs = Math.Max(_ageMs, part.AgeMs);
        _asOf = _asOf is { } earliest && earliest <= part.AsOf ? earliest : part.AsOf;
    }
}
