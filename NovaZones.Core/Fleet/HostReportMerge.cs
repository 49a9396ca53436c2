using System.Collections.Immutable;

namespace NovaZones.Core.Fleet;

/// <summary>Turns a report into the next version of a host.</summary>
internal static class HostReportMerge
{
    /// <summary>A host that reports for the first time.</summary>
    public static Host Create(HostReport report, DateTimeOffset now)
    {
        var providers = ImmutableArray.CreateBuilder<ResourceProvider>();
        Add(providers, report.Root with { Name = report.Name }, -1, "", new Dictionary<string, ResourceProvider>(0, StringComparer.Ordinal));
        return new Host
        {
            Name = report.Name,
            Generation = 1,
            Providers = [.. providers],
            Heartbeat = new Heartbeat(now),
            AvailabilityZone = report.AvailabilityZone,
            Capabilities = report.Capabilities,
            Aggregates = report.Aggregates,
        };
    }

    /// <summary>The next version of a known host, or the same object when the report says nothing new.</summary>
    /// <remarks>
    /// Providers keep their identity by the path of their names. What the report leaves out disappears, but an inventory
    /// that allocations still use stays with a total of 0, so that nothing placed is ever unaccounted for.
    /// </remarks>
    public static Host Apply(Host host, HostReport report)
    {
        var paths = Paths(host);
        var old = new Dictionary<string, ResourceProvider>(paths.Length, StringComparer.Ordinal);
        for (var i = 0; i < paths.Length; i++)
        {
            old.Add(paths[i], host.Providers[i]);
        }

        var builder = ImmutableArray.CreateBuilder<ResourceProvider>(host.Providers.Length);
        Add(builder, report.Root with { Name = host.Name }, -1, "", old);
        ProviderList providers = [.. KeepUsed(host, paths, builder)];

        var sameProviders = providers.Length == host.Providers.Length && providers.Zip(host.Providers).All(p => IsSame(p.First, p.Second));
        var sameRest = host.Aggregates.SequenceEqual(report.Aggregates, StringComparer.Ordinal)
            && string.Equals(host.AvailabilityZone, report.AvailabilityZone, StringComparison.Ordinal);
        var sameCapabilities = IsSame(host.Capabilities, report.Capabilities);
        if (sameProviders && sameRest)
        {
            return sameCapabilities ? host : host with { Capabilities = report.Capabilities };
        }

        return host with
        {
            Generation = host.Generation + 1,
            Providers = sameProviders ? host.Providers : providers,
            Capabilities = sameCapabilities ? host.Capabilities : report.Capabilities,
            Aggregates = report.Aggregates,
            AvailabilityZone = report.AvailabilityZone,
        };
    }

    private static void Add(ImmutableArray<ResourceProvider>.Builder providers, ProviderReport report, int parent, string path, Dictionary<string, ResourceProvider> old)
    {
        var known = old.GetValueOrDefault(path);
        var index = providers.Count;
        providers.Add(new ResourceProvider
        {
            Id = known?.Id ?? Guid.CreateVersion7(),
            Name = report.Name,
            Parent = parent,
            Traits = report.Traits,
            Inventories = Merge(known, report.Inventories),
        });
        foreach (var child in report.Children)
        {
            Add(providers, child, index, PathOf(path, child.Name), old);
        }
    }

    private static InventoryList Merge(ResourceProvider? known, ImmutableArray<KeyValuePair<string, Inventory>> reported)
    {
        var merged = new SortedDictionary<string, InventoryUsage>(StringComparer.Ordinal);
        foreach (var (resourceClass, inventory) in reported)
        {
            merged.Add(resourceClass, new InventoryUsage(resourceClass, inventory, 0));
        }

        foreach (var usage in known?.Inventories ?? [])
        {
            if (merged.TryGetValue(usage.ResourceClass, out var fresh))
            {
                merged[usage.ResourceClass] = fresh with { Used = usage.Used };
            }
            else if (usage.Used > 0)
            {
                merged.Add(usage.ResourceClass, usage with { Inventory = new Inventory(0) });
            }
        }

        return [.. merged.Values];
    }

    /// <summary>Adds providers that the report left out but that are in use, with their ancestors.</summary>
    private static ImmutableArray<ResourceProvider>.Builder KeepUsed(Host host, string[] paths, ImmutableArray<ResourceProvider>.Builder providers)
    {
        var present = providers.Select((p, i) => (p.Id, i)).ToDictionary(p => p.Id, p => p.i);

        // In the order in which they stand, so that the same report again gives the same order: another one would count as a change.
        for (var i = 1; i < host.Providers.Length; i++)
        {
            var provider = host.Providers[i];
            if (present.ContainsKey(provider.Id) || !provider.Inventories.Any(u => u.Used > 0))
            {
                continue;
            }

            Keep(i);
        }

        return providers;

        int Keep(int index)
        {
            var provider = host.Providers[index];
            if (present.TryGetValue(provider.Id, out var place))
            {
                return place;
            }

            var parent = Keep(provider.Parent);
            var inventories = provider.Inventories.Where(u => u.Used > 0).Select(u => u with { Inventory = new Inventory(0) });
            providers.Add(provider with { Parent = parent, Inventories = [.. inventories] });
            present.Add(provider.Id, providers.Count - 1);
            return providers.Count - 1;
        }
    }

    private static string[] Paths(Host host)
    {
        var paths = new string[host.Providers.Length];
        for (var i = 0; i < paths.Length; i++)
        {
            var provider = host.Providers[i];
            paths[i] = provider.Parent < 0 ? "" : PathOf(paths[provider.Parent], provider.Name);
        }

        return paths;
    }

    /// <summary>The unit separator cannot stand in a name, unlike a slash: <c>a/b</c> and <c>b</c> inside <c>a</c> are two providers.</summary>
    private static string PathOf(string parent, string name) => $"{parent}\u001f{name}";

    private static bool IsSame(ResourceProvider a, ResourceProvider b) =>
        a.Id == b.Id && a.Parent == b.Parent && a.Inventories == b.Inventories
        && a.Traits.AsSpan().SequenceEqual(b.Traits.AsSpan());

    internal static bool IsSame(ImmutableSortedDictionary<string, CapabilityValue> a, ImmutableSortedDictionary<string, CapabilityValue> b) =>
        a.Count == b.Count && a.Zip(b).All(p => p.First.Key == p.Second.Key && p.First.Value.Equals(p.Second.Value));
}
