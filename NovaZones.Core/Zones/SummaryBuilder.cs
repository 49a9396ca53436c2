using System.Collections.Immutable;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Zones;

/// <summary>Rolls up own hosts and the children's summaries into one.</summary>
/// <remarks>
/// Figures are added zone by zone, each zone once by its identity, however many ways lead to it: a zone with two parents counts once, and
/// one that is its own grandchild not again. Names and capabilities are sets, which doubles do not change.
/// </remarks>
/// <param name="self">Identity of this zone.</param>
/// <param name="now">The time of the roll-up.</param>
/// <param name="staleAfter">Silence after which a host is down.</param>
internal sealed class SummaryBuilder(Guid self, DateTimeOffset now, TimeSpan staleAfter)
{
    private readonly Dictionary<string, ResourceSummary> _resources = new(StringComparer.Ordinal);
    private readonly List<ZoneNode> _children = [];
    private HostCounts _hosts;

    /// <summary>Names and capabilities so far.</summary>
    public SummaryNames Names { get; } = new();

    /// <summary>Whether a host takes anything new.</summary>
    public bool Serves(Host host) => host.AdminState != AdminState.Disabled && host.IsUp(now, staleAfter);

    /// <summary>Adds all of a host.</summary>
    public void Add(Host host)
    {
        if (AddFigures(host))
        {
            Names.Add(host);
        }
    }

    /// <summary>Adds a host to counts and figures only.</summary>
    /// <returns>Whether what it says of itself counts, too.</returns>
    public bool AddFigures(Host host)
    {
        var serves = Serves(host);
        _hosts += serves ? new HostCounts(1, 0, 0) : host.AdminState == AdminState.Disabled ? new HostCounts(0, 0, 1) : new HostCounts(0, 1, 0);
        foreach (var provider in host.Providers)
        {
            foreach (var usage in provider.Inventories)
            {
                var figure = serves
                    ? new ResourceSummary(usage.Inventory.Capacity, usage.Used, Math.Max(0, usage.Free))
                    : new ResourceSummary(0, usage.Used, 0);
                Add(usage.ResourceClass, figure);
            }
        }

        return serves;
    }

    /// <summary>Folds in a child: its node in the tree and, when it can be asked, its figures.</summary>
    public void Add(ZoneNode node, ZoneSummary? summary)
    {
        _children.Add(node);
        if (summary is not null)
        {
            Names.Add(summary);
        }
    }

    /// <summary>The roll-up.</summary>
    /// <param name="fits">How many of the frequent requests fit on own hosts.</param>
    /// <param name="told">How many fit in the children, as they told it.</param>
    /// <param name="mostZones">Zones below that are told one by one.</param>
    public ZoneSummary Build(ImmutableArray<RequestFit> fits, IEnumerable<RequestFit> told, int mostZones)
    {
        var own = new ZonePart
        {
            Hosts = _hosts,
            Resources = _resources.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Fits = fits.ToImmutableSortedDictionary(f => f.Key, f => f.Count, StringComparer.Ordinal),
            AsOf = now,
        };
        var parts = ZoneParts.Of(self, own, _children);
        return new ZoneSummary
        {
            Hosts = parts.Hosts,
            Resources = parts.Resources,
            Fits = parts.Fits(fits, told),
            Own = own,
            Traits = [.. Names.Traits],
            AvailabilityZones = [.. Names.AvailabilityZones],
            Capabilities = Names.Capabilities,
            Truncated = Names.IsTruncated,
            Children = ZoneTreeCut.To(mostZones, [.. _children.OrderBy(c => c.Name, StringComparer.Ordinal)]),
        };
    }

    private void Add(string resourceClass, ResourceSummary figure) =>
        _resources[resourceClass] = _resources.TryGetValue(resourceClass, out var sum) ? sum + figure : figure;
}
