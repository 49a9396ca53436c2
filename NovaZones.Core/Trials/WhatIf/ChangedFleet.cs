using System.Collections.Immutable;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Trials.WhatIf;

/// <summary>The fleet with the changes that are thought of. Pure.</summary>
internal static class ChangedFleet
{
    private const double MaxRatio = 1000;
    private const int MaxAdded = 10_000;

    /// <summary>Everything in a question that this fleet cannot answer.</summary>
    public static IEnumerable<Fault> Check(WhatIfAsk ask, FleetSnapshot fleet)
    {
        for (var i = 0; i < ask.RemoveHosts.Length; i++)
        {
            if (ask.RemoveHosts[i] is not { } name || fleet.Find(name) is null)
            {
                yield return new Fault($"removeHosts[{i}]", "is not a host of this zone");
            }
        }

        var aggregates = ask.RemoveAggregates.Concat(ask.Ratios.Select(r => r?.Aggregate)).OfType<string>().Distinct(StringComparer.Ordinal)
            .ToDictionary(a => a, a => fleet.Hosts.Any(h => h.IsIn(a)), StringComparer.Ordinal);
        for (var i = 0; i < ask.RemoveAggregates.Length; i++)
        {
            if (ask.RemoveAggregates[i] is not { } name || !aggregates[name])
            {
                yield return new Fault($"removeAggregates[{i}]", "is not an aggregate of any host of this zone");
            }
        }

        for (var i = 0; i < ask.AddHosts.Length; i++)
        {
            if (ask.AddHosts[i] is null)
            {
                yield return new Fault($"addHosts[{i}]", "must be an object");
                continue;
            }

            if (ask.AddHosts[i].Count is < 1 or > MaxAdded)
            {
                yield return new Fault($"addHosts[{i}].count", $"must be 1 to {MaxAdded}");
            }

            if (ask.AddHosts[i].Like is not { } name || fleet.Find(name) is null)
            {
                yield return new Fault($"addHosts[{i}].like", "is not a host of this zone");
            }
        }

        for (var i = 0; i < ask.Ratios.Length; i++)
        {
            if (ask.Ratios[i] is not var (resourceClass, ratio, aggregate))
            {
                yield return new Fault($"ratios[{i}]", "must be an object");
                continue;
            }

            if (!double.IsFinite(ratio) || ratio <= 0 || ratio > MaxRatio)
            {
                yield return new Fault($"ratios[{i}].allocationRatio", $"must be above 0 and at most {MaxRatio}");
            }

            if (resourceClass is null || !fleet.Hosts.Any(h => h.Providers.Any(p => p.IndexOf(resourceClass) >= 0)))
            {
                yield return new Fault($"ratios[{i}].class", "is not a resource class of any host of this zone");
            }

            if (aggregate is not null && !aggregates[aggregate])
            {
                yield return new Fault($"ratios[{i}].aggregate", "is not an aggregate of any host of this zone");
            }
        }
    }

    /// <summary>Hosts that a question takes away.</summary>
    public static IReadOnlyList<Host> Removed(WhatIfAsk ask, FleetSnapshot fleet)
    {
        var names = ask.RemoveHosts.ToHashSet(StringComparer.Ordinal);
        return [.. fleet.Hosts.Where(h => names.Contains(h.Name) || ask.RemoveAggregates.Any(h.IsIn))];
    }

    /// <summary>The fleet with the changes.</summary>
    public static FleetSnapshot Of(WhatIfAsk ask, FleetSnapshot fleet, IReadOnlyList<Host> removed, DateTimeOffset now)
    {
        var gone = removed.Select(h => h.Id).ToHashSet();
        var added = ask.AddHosts.SelectMany((a, kind) => Enumerable.Range(1, a.Count).Select(n => Empty(fleet.Find(a.Like)!, $"new-{kind + 1}-{n}", now)));
        return FleetSnapshot.Of([.. fleet.Hosts.Where(h => !gone.Contains(h.Id)).Concat(added).Select(h => WithRatios(h, ask.Ratios))]);
    }

    private static Host Empty(Host like, string name, DateTimeOffset now) => like with
    {
        Name = name,
        Generation = 1,
        Providers = [.. like.Providers.Select(p => p with { Id = Guid.CreateVersion7(), Inventories = [.. p.Inventories.Select(i => i with { Used = 0 })] })],
        Heartbeat = new Heartbeat(now),
        AdminState = AdminState.Enabled,
        DisabledReason = null,
        InstanceCount = 0,
        Groups = [],
    };

    private static Host WithRatios(Host host, ImmutableArray<ChangedRatio> ratios)
    {
        foreach (var (resourceClass, ratio, aggregate) in ratios)
        {
            if (aggregate is null || host.IsIn(aggregate))
            {
                host = host with { Providers = [.. host.Providers.Select(p => p.IndexOf(resourceClass) < 0 ? p : WithRatio(p, resourceClass, ratio))] };
            }
        }

        return host;
    }

    private static ResourceProvider WithRatio(ResourceProvider provider, string resourceClass, double ratio) => provider with
    {
        Inventories =
        [
            .. provider.Inventories.Select(i => i.ResourceClass != resourceClass ? i : i with
            {
                Inventory = new Inventory(i.Inventory.Total, i.Inventory.Reserved, ratio, i.Inventory.MinUnit, i.Inventory.MaxUnit, i.Inventory.StepSize),
            }),
        ],
    };
}
