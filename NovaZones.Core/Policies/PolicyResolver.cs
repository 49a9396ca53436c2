using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Filters;

namespace NovaZones.Core.Policies;

/// <summary>Checks a policy's names against the catalog and turns them into plugins.</summary>
public sealed class PolicyResolver(PluginCatalog catalog)
{
    /// <summary>Most that the sizes of all multipliers may add up to, so that no score, scaled by parents, is ever beyond what a number holds.</summary>
    internal const double MostMagnitude = 1e300;

    // Most requests bring no multipliers of their own: for them a policy means the same until it is saved again.
    private readonly ConditionalWeakTable<Policy, ResolvedPolicy> _plain = [];

    /// <summary>Everything that is wrong with a policy; empty when it can be saved.</summary>
    public IReadOnlyList<Fault> Check(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var faults = new List<Fault>();
        if (policy.Driver is not null && !catalog.DriverNames.Contains(policy.Driver))
        {
            faults.Add(new Fault("driver", $"{policy.Driver} is not a driver; known are {string.Join(", ", catalog.DriverNames)}"));
        }

        for (var i = 0; i < policy.Filters.Length; i++)
        {
            if (catalog.Filter(policy.Filters[i]) is null)
            {
                faults.Add(new Fault($"filters[{i}]", $"{policy.Filters[i]} is not a filter; known are {string.Join(", ", catalog.FilterNames)}"));
            }
            else if (policy.Filters.IndexOf(policy.Filters[i]) != i)
            {
                faults.Add(new Fault($"filters[{i}]", $"{policy.Filters[i]} stands twice in the list"));
            }
        }

        if (!policy.Filters.Contains(ResourcesFilter.FilterName))
        {
            faults.Add(new Fault("filters", $"must contain {ResourcesFilter.FilterName}: no policy may place where it does not fit"));
        }

        faults.AddRange(CheckWeights(policy.Weights, "weights"));
        faults.AddRange(policy.Limits.Check());
        return faults;
    }

    /// <summary>Everything that is wrong with multipliers, of a policy or of one request.</summary>
    public IEnumerable<Fault> CheckWeights(ImmutableSortedDictionary<string, double> weights, string path)
    {
        foreach (var (name, multiplier) in weights)
        {
            if (catalog.Weigher(name) is null)
            {
                yield return new Fault($"{path}.{name}", $"is not a weigher; known are {string.Join(", ", catalog.WeigherNames.Concat(PluginCatalog.WeigherForms))}");
            }
            else if (!double.IsFinite(multiplier))
            {
                yield return new Fault($"{path}.{name}", "must be a finite number");
            }
        }

        if (weights.Values.Where(double.IsFinite).Sum(Math.Abs) > MostMagnitude)
        {
            yield return new Fault(path, "the sizes of all multipliers must add up to at most 1e300");
        }
    }

    /// <summary>A fault for each field of a request that the policy has no filter for: dropping a requirement silently would place wrongly.</summary>
    internal IEnumerable<Fault> CheckFilters(ResolvedPolicy policy, PlacementRequest request) =>
        Lacking(policy, request).Where(f => f is not ZonePathFilter).Select(f => new Fault(f.Field!, $"needs the filter {f.Name}, which policy {policy.Name} does not have"));

    /// <summary>The policy with every filter that a request needs: what the zone at the root promised must hold in every child, and where a request may go is no policy's affair.</summary>
    internal ResolvedPolicy WithNeededFilters(ResolvedPolicy policy, PlacementRequest request) =>
        Lacking(policy, request) is { Count: > 0 } lacking ? policy with { Filters = policy.Filters.AddRange(lacking) } : policy;

    private List<ICandidateFilter> Lacking(ResolvedPolicy policy, PlacementRequest request)
    {
        var asked = new PlacementContext(request, policy, default, default);
        var lacking = new List<ICandidateFilter>();
        foreach (var filter in catalog.FieldFilters)
        {
            if (!filter.IsIdle(asked) && !Has(policy, filter.Name))
            {
                lacking.Add(filter);
            }
        }

        return lacking;
    }

    private static bool Has(ResolvedPolicy policy, string filter)
    {
        foreach (var own in policy.Filters)
        {
            if (own.Name == filter)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The policy's plugins; <paramref name="weights"/> of the request replace its multipliers one by one.</summary>
    internal ResolvedPolicy Resolve(Policy policy, string defaultDriver, ImmutableSortedDictionary<string, double> weights)
    {
        if (!weights.IsEmpty)
        {
            return ResolveWith(policy, defaultDriver, weights);
        }

        var driver = policy.Driver ?? defaultDriver;
        if (!_plain.TryGetValue(policy, out var resolved) || resolved.Driver != driver)
        {
            resolved = ResolveWith(policy, defaultDriver, weights);
            _plain.AddOrUpdate(policy, resolved);
        }

        return resolved;
    }

    private ResolvedPolicy ResolveWith(Policy policy, string defaultDriver, ImmutableSortedDictionary<string, double> weights)
    {
        // Sums of doubles depend on their order: take the catalog's everywhere, so that zones agree to the last bit.
        var weighers = ImmutableArray.CreateBuilder<WeightedWeigher>();
        var parameterised = policy.Weights.Keys.Concat(weights.Keys).Except(catalog.WeigherNames, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        foreach (var name in catalog.WeigherNames.Concat(parameterised))
        {
            var multiplier = weights.TryGetValue(name, out var own) ? own : policy.Weights.GetValueOrDefault(name);
            if (multiplier != 0)
            {
                weighers.Add(new WeightedWeigher(catalog.Weigher(name)!, multiplier));
            }
        }

        return DriverRules.Apply(new ResolvedPolicy(
            policy.Name,
            policy.Version,
            policy.Driver ?? defaultDriver,
            [.. policy.Filters.Select(catalog.Filter).OfType<ICandidateFilter>()],
            weighers.ToImmutable())
        {
            Limits = policy.Limits,
        });
    }
}
