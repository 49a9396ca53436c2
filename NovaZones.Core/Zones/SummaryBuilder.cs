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
    private readonly SortedSet<string> _traits = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _availabilityZones = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Seen> _capabilities = new(StringComparer.Ordinal);
    private readonly List<ZoneNode> _children = [];
    private HostCounts _hosts;
    private bool _truncated;

    public void Add(Host host)
    {
        var serves = false;
        if (host.AdminState == AdminState.Disabled)
        {
            _hosts += new HostCounts(0, 0, 1);
        }
        else if (host.IsUp(now, staleAfter))
        {
            _hosts += new HostCounts(1, 0, 0);
            serves = true;
        }
        else
        {
            _hosts += new HostCounts(0, 1, 0);
        }

        foreach (var provider in host.Providers)
        {
            foreach (var usage in provider.Inventories)
            {
                var figure = serves
                    ? new ResourceSummary(usage.Inventory.Capacity, usage.Used, Math.Max(0, usage.Free))
                    : new ResourceSummary(0, usage.Used, 0);
                Add(usage.ResourceClass, figure);
            }

            if (serves)
            {
                foreach (var trait in provider.Traits)
                {
                    AddName(_traits, trait);
                }
            }
        }

        if (serves)
        {
            if (host.AvailabilityZone is not null)
            {
                AddName(_availabilityZones, host.AvailabilityZone);
            }

            foreach (var (name, value) in host.Capabilities)
            {
                Add(name, value);
            }
        }
    }

    /// <summary>Folds in a child: its node in the tree and, when it can be asked, its figures.</summary>
    public void Add(ZoneNode node, ZoneSummary? summary)
    {
        _children.Add(node);
        if (summary is null)
        {
            return;
        }

        _truncated |= summary.Truncated;
        foreach (var trait in summary.Traits)
        {
            AddName(_traits, trait);
        }

        foreach (var availabilityZone in summary.AvailabilityZones)
        {
            AddName(_availabilityZones, availabilityZone);
        }

        foreach (var (name, capability) in summary.Capabilities)
        {
            if (SeenOf(name) is { } seen)
            {
                seen.Add(capability);
            }
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
            Traits = [.. _traits],
            AvailabilityZones = [.. _availabilityZones],
            Capabilities = _capabilities.ToImmutableSortedDictionary(c => c.Key, c => c.Value.ToSummary(), StringComparer.Ordinal),
            Truncated = _truncated,
            Children = ZoneTreeCut.To(mostZones, [.. _children.OrderBy(c => c.Name, StringComparer.Ordinal)]),
        };
    }

    private void Add(string resourceClass, ResourceSummary figure) =>
        _resources[resourceClass] = _resources.TryGetValue(resourceClass, out var sum) ? sum + figure : figure;

    private void AddName(SortedSet<string> names, string name)
    {
        if (names.Count < ZoneSummary.MaxNames)
        {
            names.Add(name);
        }
        else if (!names.Contains(name))
        {
            _truncated = true;
        }
    }

    private void Add(string name, CapabilityValue value) => SeenOf(name)?.Add(value);

    private Seen? SeenOf(string name)
    {
        if (_capabilities.TryGetValue(name, out var seen))
        {
            return seen;
        }

        if (_capabilities.Count >= ZoneSummary.MaxNames)
        {
            _truncated = true;
            return null;
        }

        return _capabilities[name] = new Seen();
    }

    /// <summary>What was seen of one capability: numbers as a range, the rest as a bounded set.</summary>
    private sealed class Seen
    {
        private readonly SortedSet<string> _values = new(StringComparer.Ordinal);
        private bool _tooMany;
        private double? _min;
        private double? _max;

        public void Add(CapabilityValue value)
        {
            if (value.Kind == CapabilityKind.Number)
            {
                Widen(value.Number, value.Number);
            }
            else
            {
                AddValue(value.ToString());
            }
        }

        public void Add(CapabilitySummary other)
        {
            Widen(other.Min, other.Max);
            foreach (var value in other.Values ?? [])
            {
                AddValue(value);
            }

            // Older programs do not tell a lack of texts from too many of them.
            _tooMany |= !other.IsWhole;
        }

        public CapabilitySummary ToSummary() =>
            new(_tooMany || _values.Count == 0 ? null : [.. _values], _min, _max, Whole: !_tooMany);

        private void AddValue(string value)
        {
            if (_values.Count < ZoneSummary.MaxValues)
            {
                _values.Add(value);
            }
            else if (!_values.Contains(value))
            {
                _tooMany = true;
            }
        }

        private void Widen(double? min, double? max)
        {
            if (min is { } low && (_min is null || low < _min))
            {
                _min = low;
            }

            if (max is { } high && (_max is null || high > _max))
            {
                _max = high;
            }
        }
    }
}
