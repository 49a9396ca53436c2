using System.Collections.Immutable;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Placement.Weighers;

namespace NovaZones.Core.Policies;

/// <summary>The policies in force: read from memory on every decision, saved durably before they count.</summary>
/// <remarks>Thread-safe. Reading takes no lock.</remarks>
public sealed class PolicyBook(IPolicyStore store, PolicyResolver resolver, Live.ChangeFeed feed, TimeProvider time)
{
    private ImmutableSortedDictionary<string, Policy> _policies = ImmutableSortedDictionary.Create<string, Policy>(StringComparer.Ordinal);

    /// <summary>The newest version of every policy, by name.</summary>
    public IReadOnlyCollection<Policy> All => [.. _policies.Values];

    /// <summary>The newest version of a policy, or null.</summary>
    public Policy? Find(string name) => _policies.GetValueOrDefault(name);

    /// <summary>Reads the policies from the store; makes the one that ships when there is none.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var policies = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        if (policies.All(p => p.Name != Policy.DefaultName))
        {
            await store.TryAddAsync(Shipped(time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            policies = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        }

        _policies = policies.ToImmutableSortedDictionary(p => p.Name, p => p, StringComparer.Ordinal);
    }

    /// <summary>All versions of one policy, newest first.</summary>
    public Task<IReadOnlyList<Policy>> ListVersionsAsync(string name, int limit, CancellationToken cancellationToken) =>
        store.ListVersionsAsync(name, limit, cancellationToken);

    /// <summary>Checks and saves a new version, which counts from the next decision on.</summary>
    /// <param name="draft">The policy as wanted; version and time are set here.</param>
    /// <param name="expectedVersion">The version the editor started from, or null to replace whatever is there.</param>
    /// <param name="cancellationToken">Stops before the save, never half-way.</param>
    public async Task<PolicySaveOutcome> SaveAsync(Policy draft, int? expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var faults = resolver.Check(draft);
        if (faults.Count > 0)
        {
            return new PolicySaveOutcome.Invalid(faults);
        }

        var current = Find(draft.Name)?.Version ?? 0;
        if (expectedVersion is { } expected && expected != current)
        {
            return new PolicySaveOutcome.Conflict(current);
        }

        var policy = draft with { Version = current + 1, CreatedAt = time.GetUtcNow() };
        if (!await store.TryAddAsync(policy, cancellationToken).ConfigureAwait(false))
        {
            await LoadAsync(cancellationToken).ConfigureAwait(false);
            return new PolicySaveOutcome.Conflict(Find(draft.Name)?.Version ?? 0);
        }

        ImmutableInterlocked.Update(ref _policies, (all, added) => all.TryGetValue(added.Name, out var known) && known.Version > added.Version ? all : all.SetItem(added.Name, added), policy);
        feed.Publish(Live.ChangeTopic.Policies);
        return new PolicySaveOutcome.Saved(policy);
    }

    /// <summary>The policy of a fresh zone: spreads over memory and processors.</summary>
    private static Policy Shipped(DateTimeOffset now) => new()
    {
        Name = Policy.DefaultName,
        Version = 1,
        Filters =
        [
            HostStateFilter.FilterName, AvailabilityZoneFilter.FilterName, AggregatesFilter.FilterName, IgnoreHostsFilter.FilterName,
            ForceHostsFilter.FilterName, ResourcesFilter.FilterName,
            TraitsFilter.FilterName, CapabilitiesFilter.FilterName, JsonQueryFilter.FilterName,
            SameHostFilter.FilterName, DifferentHostFilter.FilterName, NumInstancesFilter.FilterName, IoOpsFilter.FilterName,
            ServerGroupFilter.FilterName,
        ],
        Weights = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, double>
        {
            [FreeShareWeigher.Ram] = 1,
            [FreeShareWeigher.Cpu] = 1,
            [FreeShareWeigher.Disk] = 0,
            [BestFitWeigher.WeigherName] = 0,
            [RandomWeigher.WeigherName] = 0,
            [TraitPreferenceWeigher.WeigherName] = 1,
            [SoftGroupWeigher.Together] = 1,
            [SoftGroupWeigher.Apart] = 1,
        }),
        Comment = "ships with NovaZones",
        CreatedAt = now,
    };
}
