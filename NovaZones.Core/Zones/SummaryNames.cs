using System.Collections.Immutable;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Zones;

/// <summary>Traits, availability zones and capabilities of some hosts or zones, bounded; two can be added up.</summary>
internal sealed class SummaryNames
{
    private readonly SortedSet<string> _traits = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _availabilityZones = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Seen> _capabilities = new(StringComparer.Ordinal);

    /// <summary>Whether there were more names than are kept.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Traits, ordered.</summary>
    public IReadOnlyCollection<string> Traits => _traits;

    /// <summary>Availability zones, ordered.</summary>
    public IReadOnlyCollection<string> AvailabilityZones => _availabilityZones;

    /// <summary>Capabilities by name.</summary>
    public ImmutableSortedDictionary<string, CapabilitySummary> Capabilities =>
        _capabilities.ToImmutableSortedDictionary(c => c.Key, c => c.Value.ToSummary(), StringComparer.Ordinal);

    /// <summary>Adds what a host says.</summary>
    public void Add(Host host)
    {
        foreach (var provider in host.Providers)
        {
            foreach (var trait in provider.Traits)
            {
                AddName(_traits, trait);
            }
        }

        if (host.AvailabilityZone is not null)
        {
            AddName(_availabilityZones, host.AvailabilityZone);
        }

        foreach (var (name, value) in host.Capabilities)
        {
            SeenOf(name)?.Add(value);
        }
    }

    /// <summary>Adds what a child told.</summary>
    public void Add(ZoneSummary summary)
    {
        IsTruncated |= summary.Truncated;
        AddNames(summary.Traits, summary.AvailabilityZones);
        foreach (var (name, capability) in summary.Capabilities)
        {
            SeenOf(name)?.Add(capability);
        }
    }

    /// <summary>Adds all of another.</summary>
    public void Add(SummaryNames other)
    {
        IsTruncated |= other.IsTruncated;
        AddNames(other._traits, other._availabilityZones);
        foreach (var (name, seen) in other._capabilities)
        {
            SeenOf(name)?.Add(seen);
        }
    }

    private void AddNames(IEnumerable<string> traits, IEnumerable<string> availabilityZones)
    {
        foreach (var trait in traits)
        {
            AddName(_traits, trait);
        }

        foreach (var availabilityZone in availabilityZones)
        {
            AddName(_availabilityZones, availabilityZone);
        }
    }

    private void AddName(SortedSet<string> names, string name)
    {
        if (names.Count < ZoneSummary.MaxNames)
        {
            names.Add(name);
        }
        else if (!names.Contains(name))
        {
            IsTruncated = true;
        }
    }

    private Seen? SeenOf(string name)
    {
        if (_capabilities.TryGetValue(name, out var seen))
        {
            return seen;
        }

        if (_capabilities.Count >= ZoneSummary.MaxNames)
        {
            IsTruncated = true;
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

        public void Add(Seen other)
        {
            Widen(other._min, other._max);
            foreach (var value in other._values)
            {
                AddValue(value);
            }

            _tooMany |= other._tooMany;
        }

        public CapabilitySummary ToSummary() =>
            new(_tooMany || _values.Count == 0 ? null : [.. _values], _min, _max, Whole: !_tooMany);

        private void AddValue(string value)
        {
            if (_values.Count < ZoneSummary.MaxValues)
            {
                _values.Add(value);
            }
            else if (!_tooMany && !_values.Contains(value))
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
