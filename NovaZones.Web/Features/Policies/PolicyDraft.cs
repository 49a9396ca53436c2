using System.Collections.Immutable;
using NovaZones.Core.Policies;

namespace NovaZones.Web.Features.Policies;

/// <summary>A policy being edited, always compared with the version in force.</summary>
public sealed class PolicyDraft
{
    private readonly List<string> _filters = [];
    private readonly SortedDictionary<string, double> _weights = new(StringComparer.Ordinal);

    /// <summary>Starts from a version.</summary>
    /// <param name="basis">The version in force, which the save will expect.</param>
    /// <param name="filterNames">Every filter there is, in the order best asked.</param>
    /// <param name="weigherNames">Every weigher there is.</param>
    public PolicyDraft(Policy basis, IReadOnlyList<string> filterNames, IReadOnlyList<string> weigherNames)
    {
        Basis = basis;
        FilterNames = filterNames;
        WeigherNames = weigherNames;
        Load(basis);
    }

    /// <summary>The version in force when editing began.</summary>
    public Policy Basis { get; }

    /// <summary>Every filter there is.</summary>
    public IReadOnlyList<string> FilterNames { get; }

    /// <summary>Every weigher there is.</summary>
    public IReadOnlyList<string> WeigherNames { get; }

    /// <summary>Driver, or null for the zone's own.</summary>
    public string? Driver { get; set; }

    /// <summary>Bounds for each host; those left null are the zone's.</summary>
    public PolicyLimits Limits { get; set; } = PolicyLimits.OfZone;

    /// <summary>Weighers to show: every one there is, then those of the draft whose name holds what they grade.</summary>
    public IReadOnlyList<string> Weighers => [.. WeigherNames, .. _weights.Keys.Except(WeigherNames, StringComparer.Ordinal)];

    /// <summary>Why, for colleagues.</summary>
    public string? Comment { get; set; }

    /// <summary>Active filters in order, then the others.</summary>
    public IReadOnlyList<string> Filters => [.. _filters, .. FilterNames.Except(_filters, StringComparer.Ordinal)];

    /// <summary>How many of <see cref="Filters"/> are active.</summary>
    public int ActiveFilters => _filters.Count;

    /// <summary>The same text for the same choices; the comment is none.</summary>
    public string Fingerprint => string.Join('|', [
        $"{Basis.Name} {Basis.Version} {Driver} {Limits}", string.Join(',', _filters), .. _weights.Where(w => w.Value != 0).Select(w => FormattableString.Invariant($"{w.Key}={w.Value:R}"))]);

    /// <summary>Whether anything differs from the version in force.</summary>
    public bool HasChanges => Changes().Count > 0;

    /// <summary>Takes over another version's choices, for rolling back; the comparison stays with the version in force.</summary>
    public void Load(Policy version)
    {
        ArgumentNullException.ThrowIfNull(version);
        _filters.Clear();
        _filters.AddRange(version.Filters);
        _weights.Clear();
        foreach (var (name, multiplier) in version.Weights)
        {
            _weights[name] = multiplier;
        }

        Driver = version.Driver;
        Limits = version.Limits;
        Comment = null;
    }

    /// <summary>The multiplier of a weigher; 0 when the policy does not name it.</summary>
    public double Weight(string weigher) => _weights.GetValueOrDefault(weigher);

    /// <summary>Sets a multiplier, rounded to what the editor shows.</summary>
    public void SetWeight(string weigher, double multiplier) => _weights[weigher] = Math.Round(multiplier, 4) + 0.0;

    /// <summary>Adds a weigher whose name holds what it grades, with a say.</summary>
    public void AddWeigher(string weigher) => _weights.TryAdd(weigher, 1);

    /// <summary>Takes such a weigher out.</summary>
    public void RemoveWeigher(string weigher) => _weights.Remove(weigher);

    /// <summary>Whether a filter is active.</summary>
    public bool IsActive(string filter) => _filters.Contains(filter, StringComparer.Ordinal);

    /// <summary>Switches a filter on, at the place where the catalog has it, or off.</summary>
    public void SetActive(string filter, bool active)
    {
        if (!active)
        {
            _filters.Remove(filter);
            return;
        }

        if (IsActive(filter))
        {
            return;
        }

        var rank = RankOf(filter);
        var at = _filters.FindIndex(f => RankOf(f) > rank);
        _filters.Insert(at < 0 ? _filters.Count : at, filter);
    }

    /// <summary>Moves an active filter earlier (−1) or later (+1).</summary>
    public void Move(string filter, int by)
    {
        var from = _filters.IndexOf(filter);
        var to = from + by;
        if (from >= 0 && to >= 0 && to < _filters.Count)
        {
            (_filters[from], _filters[to]) = (_filters[to], _filters[from]);
        }
    }

    /// <summary>Moves an active filter to the place of another active one, which goes on by one.</summary>
    public void MoveTo(string filter, string place)
    {
        var (from, to) = (_filters.IndexOf(filter), _filters.IndexOf(place));
        if (from >= 0 && to >= 0 && from != to)
        {
            _filters.RemoveAt(from);
            _filters.Insert(to, filter);
        }
    }

    /// <summary>What differs from the version in force, in a fixed order.</summary>
    public IReadOnlyList<PolicyChange> Changes()
    {
        var changes = new List<PolicyChange>();
        foreach (var name in WeigherNames.Union(_weights.Keys, StringComparer.Ordinal).Union(Basis.Weights.Keys, StringComparer.Ordinal))
        {
            var (before, after) = (Basis.Weights.GetValueOrDefault(name), Weight(name));
            if (before != after)
            {
                changes.Add(new PolicyChange(PolicyPart.Weight, name, Number(before), Number(after)));
            }
        }

        foreach (var name in Basis.Filters.Except(_filters, StringComparer.Ordinal))
        {
            changes.Add(new PolicyChange(PolicyPart.FilterOff, name, null, null));
        }

        foreach (var name in _filters.Except(Basis.Filters, StringComparer.Ordinal))
        {
            changes.Add(new PolicyChange(PolicyPart.FilterOn, name, null, null));
        }

        if (!_filters.Intersect(Basis.Filters, StringComparer.Ordinal).SequenceEqual(Basis.Filters.Intersect(_filters, StringComparer.Ordinal), StringComparer.Ordinal))
        {
            changes.Add(new PolicyChange(PolicyPart.FilterOrder, "", string.Join(", ", Basis.Filters), string.Join(", ", _filters)));
        }

        AddLimit(changes, "maxInstancesPerHost", Basis.Limits.MaxInstancesPerHost, Limits.MaxInstancesPerHost);
        AddLimit(changes, "maxBuildsPerHost", Basis.Limits.MaxBuildsPerHost, Limits.MaxBuildsPerHost);
        AddLimit(changes, "maxCoresPerHost", Basis.Limits.MaxCoresPerHost, Limits.MaxCoresPerHost);
        if (Driver != Basis.Driver)
        {
            changes.Add(new PolicyChange(PolicyPart.Driver, "", Basis.Driver, Driver));
        }

        return changes;
    }

    /// <summary>The policy to save.</summary>
    public Policy ToPolicy(string savedBy) => Basis with
    {
        Driver = Driver,
        Filters = [.. _filters],
        Weights = _weights.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Limits = Limits,
        Comment = string.IsNullOrWhiteSpace(Comment) ? null : Comment.Trim(),
        CreatedBy = savedBy,
    };

    private static void AddLimit(List<PolicyChange> changes, string name, int? before, int? after)
    {
        if (before != after)
        {
            changes.Add(new PolicyChange(PolicyPart.Limit, name, Whole(before), Whole(after)));
        }
    }

    private static string? Whole(int? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private int RankOf(string filter)
    {
        for (var i = 0; i < FilterNames.Count; i++)
        {
            if (FilterNames[i] == filter)
            {
                return i;
            }
        }

        return int.MaxValue;
    }

    private static string Number(double value) => value.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
}
