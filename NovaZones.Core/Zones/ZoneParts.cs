using System.Collections.Immutable;
using NovaZones.Core.Federation;

namespace NovaZones.Core.Zones;

/// <summary>The figures of a tree, each zone once.</summary>
internal sealed class ZoneParts
{
    private readonly Dictionary<Guid, ZonePart> _byZone = [];
    private readonly List<ZonePart> _whole = [];

    private ZoneParts()
    {
    }

    /// <summary>Hosts by state.</summary>
    public HostCounts Hosts => All.Aggregate(default(HostCounts), (sum, part) => sum + part.Hosts);

    /// <summary>Figures by resource class.</summary>
    public ImmutableSortedDictionary<string, ResourceSummary> Resources
    {
        get
        {
            var sums = new Dictionary<string, ResourceSummary>(StringComparer.Ordinal);
            foreach (var (resourceClass, figure) in All.SelectMany(p => p.Resources))
            {
                Figures.Add(sums, resourceClass, figure);
            }

            return sums.ToImmutableSortedDictionary(StringComparer.Ordinal);
        }
    }

    private IEnumerable<ZonePart> All => _byZone.Values.Concat(_whole);

    /// <summary>Gathers this zone's part and those below it, of a zone with several ways the newest.</summary>
    /// <param name="self">Identity of this zone.</param>
    /// <param name="own">Its own part.</param>
    /// <param name="children">What its children told.</param>
    public static ZoneParts Of(Guid self, ZonePart own, IEnumerable<ZoneNode> children)
    {
        var parts = new ZoneParts();
        foreach (var child in children)
        {
            parts.Gather(child);
        }

        parts._byZone[self] = own;
        return parts;
    }

    /// <summary>Instances of each frequent request: this zone's most frequent ones first, then those that most zones count.</summary>
    public ImmutableArray<RequestFit> Fits(ImmutableArray<RequestFit> own, IEnumerable<RequestFit> told)
    {
        var counts = new Dictionary<string, (long Count, int Zones)>(StringComparer.Ordinal);
        foreach (var (key, count) in All.SelectMany(p => p.Fits))
        {
            var (sum, zones) = counts.GetValueOrDefault(key);
            counts[key] = (Figures.Add(sum, count), zones + 1);
        }

        return
        [
            .. own.Concat(told.OrderByDescending(f => counts.GetValueOrDefault(f.Key).Zones).ThenBy(f => f.Key, StringComparer.Ordinal))
                .DistinctBy(f => f.Key)
                .Where(f => counts.ContainsKey(f.Key))
                .Take(ZoneSummary.MaxFits)
                .Select(f => f with { Count = counts[f.Key].Count, Zones = counts[f.Key].Zones }),
        ];
    }

    private void Gather(ZoneNode node)
    {
        if (node.State != nameof(ChildHealth.Online))
        {
            return;
        }

        if (node is { Zones: not null, Own: { } rest })
        {
            _whole.Add(rest);
            return;
        }

        if (node is not { Id: { } id, Own: { } own })
        {
            // An older program tells only the sum with everything below it.
            _whole.Add(new ZonePart { Hosts = node.Hosts, Resources = node.Resources, AgeMs = node.AgeMs ?? 0 });
            return;
        }

        if (!_byZone.TryGetValue(id, out var known) || own.AgeMs < known.AgeMs)
        {
            _byZone[id] = own;
        }

        foreach (var child in node.Children)
        {
            Gather(child);
        }
    }
}
