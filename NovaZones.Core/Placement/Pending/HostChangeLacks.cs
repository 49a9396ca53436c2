using NovaZones.Core.Fleet;

namespace NovaZones.Core.Placement.Pending;

/// <summary>What a change of one host may help: the keys under which waiters are looked up.</summary>
internal static class HostChangeLacks
{
    /// <summary>Lacks that the step from one version to the next may have ended. A claim alone ends none.</summary>
    public static HashSet<Lack> Of(Host before, Host after)
    {
        var touched = new HashSet<Lack>();
        AddResources(touched, before, after);
        AddTraits(touched, before, after);
        if (before.AdminState != after.AdminState && after.AdminState == AdminState.Enabled)
        {
            touched.Add(new Lack(LackKind.HostState));
        }

        if (before.AvailabilityZone != after.AvailabilityZone)
        {
            touched.Add(new Lack(LackKind.AvailabilityZone));
        }

        if (after.InstanceCount < before.InstanceCount)
        {
            touched.Add(new Lack(LackKind.Instances));
        }

        if (!before.Aggregates.AsSpan().SequenceEqual(after.Aggregates.AsSpan()))
        {
            touched.Add(new Lack(LackKind.Aggregate));
            touched.UnionWith(Differing(before.Aggregates, after.Aggregates).Select(a => new Lack(LackKind.Aggregate, a)));
        }

        if (!ReferenceEquals(before.Capabilities, after.Capabilities))
        {
            touched.UnionWith(before.Capabilities.Keys.Union(after.Capabilities.Keys)
                .Where(name => before.Capabilities.TryGetValue(name, out var old) != after.Capabilities.TryGetValue(name, out var now) || !old.Equals(now))
                .Select(name => new Lack(LackKind.Capability, name)));
        }

        touched.UnionWith(before.Groups.Concat(after.Groups).Select(g => g.Group)
            .Where(key => before.MembersOf(key) != after.MembersOf(key))
            .Select(key => new Lack(LackKind.Group, key)));
        touched.Add(new Lack(LackKind.Any));
        return touched;
    }

    private static void AddResources(HashSet<Lack> touched, Host before, Host after)
    {
        foreach (var provider in after.Providers)
        {
            var index = before.IndexOfProvider(provider.Id);
            foreach (var usage in provider.Inventories)
            {
                var old = index < 0 ? -1 : before.Providers[index].IndexOf(usage.ResourceClass);
                var was = old < 0 ? default(InventoryUsage?) : before.Providers[index].Inventories[old];
                if (was is not { } earlier || earlier.Free < usage.Free || (!ReferenceEquals(earlier.Inventory, usage.Inventory) && earlier.Inventory != usage.Inventory))
                {
                    touched.Add(new Lack(LackKind.Resource, usage.ResourceClass));
                }
            }
        }
    }

    private static void AddTraits(HashSet<Lack> touched, Host before, Host after)
    {
        foreach (var provider in after.Providers)
        {
            var index = before.IndexOfProvider(provider.Id);
            var old = index < 0 ? [] : before.Providers[index].Traits;
            if (!old.AsSpan().SequenceEqual(provider.Traits.AsSpan()))
            {
                touched.UnionWith(Differing(old, provider.Traits).Select(t => new Lack(LackKind.Trait, t)));
            }
        }

        foreach (var gone in before.Providers.Where(p => after.IndexOfProvider(p.Id) < 0))
        {
            // A forbidden trait may have gone with it.
            touched.UnionWith(gone.Traits.Select(t => new Lack(LackKind.Trait, t)));
        }
    }

    private static IEnumerable<string> Differing(IEnumerable<string> before, IEnumerable<string> after) =>
        before.Except(after, StringComparer.Ordinal).Concat(after.Except(before, StringComparer.Ordinal));
}
