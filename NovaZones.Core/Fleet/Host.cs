using System.Collections.Immutable;

namespace NovaZones.Core.Fleet;

/// <summary>A machine of this zone: its tree of resource providers and what it told of itself (immutable).</summary>
public sealed record Host
{
    /// <summary>Unique name in the zone, as reported.</summary>
    public required string Name { get; init; }

    /// <summary>Grows with everything that changes what fits; heartbeats and capabilities leave it.</summary>
    public required long Generation { get; init; }

    /// <summary>The tree of providers, parents before children; the first is the root and never missing.</summary>
    public required ProviderList Providers { get; init; }

    /// <summary>Last sign of life; shared between versions of the host.</summary>
    public required Heartbeat Heartbeat { get; init; }

    /// <summary>Identity, which is the root provider's.</summary>
    public Guid Id => Providers[0].Id;

    /// <summary>The operator's switch.</summary>
    public AdminState AdminState { get; init; }

    /// <summary>Why the operator disabled it, if so.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>Failure domain as reported; null when the host names none.</summary>
    public string? AvailabilityZone { get; init; }

    /// <summary>Dynamic attributes by name (ordinal).</summary>
    public ImmutableSortedDictionary<string, CapabilityValue> Capabilities { get; init; } = NoCapabilities;

    /// <summary>Names of the aggregates it belongs to, ordered (ordinal), without doubles.</summary>
    public ImmutableArray<string> Aggregates { get; init; } = [];

    /// <summary>Instances placed on it.</summary>
    public int InstanceCount { get; init; }

    /// <summary>Members of server groups placed on it, by group.</summary>
    public ImmutableArray<GroupCount> Groups { get; init; } = [];

    /// <summary>An empty set of capabilities with the right comparer.</summary>
    public static ImmutableSortedDictionary<string, CapabilityValue> NoCapabilities { get; } =
        ImmutableSortedDictionary.Create<string, CapabilityValue>(StringComparer.Ordinal);

    /// <summary>Whether it spoke within the staleness limit.</summary>
    public bool IsUp(DateTimeOffset now, TimeSpan staleAfter) => now - Heartbeat.LastReportAt <= staleAfter;

    /// <summary>Whether any provider of the tree has the trait.</summary>
    public bool HasTrait(string trait)
    {
        foreach (var provider in Providers)
        {
            if (provider.HasTrait(trait))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it belongs to an aggregate.</summary>
    public bool IsIn(string aggregate) => Aggregates.AsSpan().BinarySearch(aggregate, StringComparer.Ordinal) >= 0;

    /// <summary>Capacity and use of a class summed over the tree.</summary>
    public ResourceAmounts Sum(string resourceClass)
    {
        long capacity = 0;
        long used = 0;
        foreach (var provider in Providers)
        {
            var index = provider.IndexOf(resourceClass);
            if (index >= 0)
            {
                var usage = provider.Inventories[index];
                capacity += usage.Inventory.Capacity;
                used += usage.Used;
            }
        }

        return new ResourceAmounts(capacity, used);
    }

    /// <summary>The next version of this host with one more instance that uses these amounts.</summary>
    /// <param name="parts">What is used.</param>
    /// <param name="group">Key of the instance's server group, or null.</param>
    public Host WithInstance(ImmutableArray<AllocationPart> parts, string? group = null) => WithParts(parts, group, +1);

    /// <summary>The next version of this host without an instance that used these amounts.</summary>
    /// <param name="parts">What was used.</param>
    /// <param name="group">Key of the instance's server group, or null.</param>
    public Host WithoutInstance(ImmutableArray<AllocationPart> parts, string? group = null) => WithParts(parts, group, -1);

    /// <summary>Members of a server group on this host.</summary>
    public int MembersOf(string group)
    {
        foreach (var count in Groups)
        {
            if (string.Equals(count.Group, group, StringComparison.Ordinal))
            {
                return count.Members;
            }
        }

        return 0;
    }

    private ImmutableArray<GroupCount> GroupsWith(string? group, int sign)
    {
        if (group is null)
        {
            return Groups;
        }

        var members = MembersOf(group) + sign;
        var others = Groups.Where(g => g.Group != group);
        return members > 0 ? [.. others, new GroupCount(group, members)] : [.. others];
    }

    private Host WithParts(ImmutableArray<AllocationPart> parts, string? group, int sign)
    {
        var providers = Providers;
        foreach (var part in parts)
        {
            var index = IndexOfProvider(part.ProviderId);
            if (index >= 0)
            {
                providers = providers.With(index, providers[index].WithUsed(part.ResourceClass, sign * part.Amount));
            }
            else if (sign > 0)
            {
                throw new InvalidOperationException($"Host {Name} has no provider {part.ProviderId}.");
            }
        }

        return this with { Providers = providers, Generation = Generation + 1, InstanceCount = InstanceCount + sign, Groups = GroupsWith(group, sign) };
    }

    /// <summary>Position of a provider in <see cref="Providers"/>, or −1.</summary>
    public int IndexOfProvider(Guid providerId)
    {
        for (var i = 0; i < Providers.Length; i++)
        {
            if (Providers[i].Id == providerId)
            {
                return i;
            }
        }

        return -1;
    }
}
