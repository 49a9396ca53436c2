using System.Collections.Immutable;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Placement.Weighers;

namespace NovaZones.Core.Policies;

/// <summary>The policies in force: read from memory on every decision, saved durably before they count.</summary>
/// <remarks>Thread-safe. Reading takes no lock.</remarks>
public sealed class PolicyBook(IPolicyStore store, PolicyResolver resolver, Live.ChangeFeed feed, TimeProvider time)
{
    private const int MostSaves = 5;

    private ImmutableSortedDictionary<string, Policy> _policies = ImmutableSortedDictionary.Create<string, Policy>(StringComparer.Ordinal);

    /// <summary>The newest version of every policy, by name.</summary>
    public IReadOnlyCollection<Policy> All => [.. _policies.Values];

    /// <summary>The newest version of a policy, or null.</summary>
    public Policy? Find(string name) => _policies.GetValueOrDefault(name);

    /// <summary>Reads the policies from the store; adds those that ship and are not there, and new filters to those that nobody edited.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var before = _policies;
        var policies = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        var due = Shipped(time.GetUtcNow()).Select(shipped => Due(shipped, policies.FirstOrDefault(p => p.Name == shipped.Name))).OfType<Policy>().ToList();
        if (due.Count > 0)
        {
            foreach (var policy in due)
            {
                await store.TryAddAsync(policy, cancellationToken).ConfigureAwait(false);
            }

            policies = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        }

        // Merged, since a version may be saved or removed while these were read: gone is what was there before, is not stored, and was not saved anew.
        ImmutableInterlocked.Update(
            ref _policies,
            (all, read) => all
                .RemoveRange(before.Values.Where(p => all.GetValueOrDefault(p.Name) == p && !read.Exists(stored => stored.Name == p.Name)).Select(p => p.Name))
                .SetItems(read.Where(p => IsNews(p, before, all)).Select(p => KeyValuePair.Create(p.Name, p))),
            policies.ToList());
    }

    /// <summary>Takes over what another replica saved.</summary>
    internal async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken).ConfigureAwait(false);
        feed.Publish(Live.ChangeTopic.Policies);
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

        for (var attempt = 1; ; attempt++)
        {
            var current = Find(draft.Name)?.Version ?? 0;
            if (expectedVersion is { } expected && expected != current)
            {
                return new PolicySaveOutcome.Conflict(current);
            }

            var policy = draft with { Version = current + 1, CreatedAt = time.GetUtcNow() };
            if (await store.TryAddAsync(policy, cancellationToken).ConfigureAwait(false))
            {
                ImmutableInterlocked.Update(ref _policies, (all, added) => all.TryGetValue(added.Name, out var known) && known.Version > added.Version ? all : all.SetItem(added.Name, added), policy);
                feed.Publish(Live.ChangeTopic.Policies);
                return new PolicySaveOutcome.Saved(policy);
            }

            // Somebody else was faster; who would replace whatever is there wants that replaced, too.
            await LoadAsync(cancellationToken).ConfigureAwait(false);
            if (expectedVersion is not null || attempt == MostSaves)
            {
                return new PolicySaveOutcome.Conflict(Find(draft.Name)?.Version ?? 0);
            }
        }
    }

    /// <summary>Removes a policy with all its versions, from the next decision on. What was placed under it stays.</summary>
    /// <param name="name">The policy.</param>
    /// <param name="cancellationToken">Stops before the removal, never half-way.</param>
    public async Task<PolicyRemoveOutcome> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        if (Find(name) is not { } policy)
        {
            return new PolicyRemoveOutcome.NotFound();
        }

        if (IsShipped(name))
        {
            return new PolicyRemoveOutcome.Shipped();
        }

        if (await store.CountPendingAsync(name, cancellationToken).ConfigureAwait(false) is > 0 and var requests)
        {
            return new PolicyRemoveOutcome.InUse(requests);
        }

        if (!await store.TryRemoveAsync(name, policy.Version, cancellationToken).ConfigureAwait(false))
        {
            await LoadAsync(cancellationToken).ConfigureAwait(false);
            return Find(name) is { } other ? new PolicyRemoveOutcome.Conflict(other.Version) : new PolicyRemoveOutcome.NotFound();
        }

        ImmutableInterlocked.Update(ref _policies, (all, gone) => all.GetValueOrDefault(gone.Name) == gone ? all.Remove(gone.Name) : all, policy);
        feed.Publish(Live.ChangeTopic.Policies);
        return new PolicyRemoveOutcome.Removed();
    }

    /// <summary>Whether a policy ships with the product, which no zone can be without.</summary>
    public static bool IsShipped(string name) => FindShipped(name) is not null;

    /// <summary>Whether what was read is to be taken: it is newer than what is known, or the policy of that name was removed and made anew elsewhere.</summary>
    private static bool IsNews(Policy read, ImmutableSortedDictionary<string, Policy> before, ImmutableSortedDictionary<string, Policy> all) =>
        all.GetValueOrDefault(read.Name) is not { } known ? !before.ContainsKey(read.Name)
        : known.Version < read.Version || (known == before.GetValueOrDefault(read.Name) && known.Version != read.Version);

    /// <summary>The version to add of a policy that ships. One that nobody edited grows with the product: a rule without its filter would hold nowhere.</summary>
    private static Policy? Due(Policy shipped, Policy? stored) =>
        stored is null ? shipped
        : stored.CreatedBy is null && !stored.Filters.SequenceEqual(shipped.Filters) ? stored with { Version = stored.Version + 1, Filters = shipped.Filters, CreatedAt = shipped.CreatedAt }
        : null;

    /// <summary>Filters of the policies that ship, in order.</summary>
    internal static ImmutableArray<string> ShippedFilters { get; } =
    [
        HostStateFilter.FilterName, ZonePathFilter.FilterName, AvailabilityZoneFilter.FilterName, AggregatesFilter.FilterName,
        AggregateIsolationFilter.FilterName, TenancyFilter.FilterName, IgnoreHostsFilter.FilterName,
        ForceHostsFilter.FilterName, ResourcesFilter.FilterName,
        TraitsFilter.FilterName, CapabilitiesFilter.FilterName, JsonQueryFilter.FilterName,
        SameHostFilter.FilterName, DifferentHostFilter.FilterName, NumInstancesFilter.FilterName, IoOpsFilter.FilterName,
        ServerGroupFilter.FilterName,
    ];

    /// <summary>The policy <paramref name="name"/> as it ships, or null.</summary>
    internal static Policy? FindShipped(string name) => Shipped(DateTimeOffset.UnixEpoch).FirstOrDefault(p => p.Name == name);

    /// <summary>The policies of a fresh zone.</summary>
    private static IEnumerable<Policy> Shipped(DateTimeOffset now)
    {
        yield return Shipped(Policy.DefaultName, "ships with NovaZones: spreads over memory and processors", now, new()
        {
            [FreeShareWeigher.Ram] = 1,
            [FreeShareWeigher.Cpu] = 1,
            [FreeShareWeigher.Disk] = 0,
            [BestFitWeigher.WeigherName] = 0,
            [RandomWeigher.WeigherName] = 0,
            [TraitPreferenceWeigher.WeigherName] = 1,
            [SoftGroupWeigher.Together] = 1,
            [SoftGroupWeigher.Apart] = 1,
        });

        // The little best-fit decides only between hosts that lose about the same: fuller ones first, whatever they are called.
        yield return Shipped(Policy.PackingName, "ships with NovaZones: keeps room for what is typically asked", now, new()
        {
            [FragmentationWeigher.WeigherName] = 1,
            [BestFitWeigher.WeigherName] = 0.02,
            [TraitPreferenceWeigher.WeigherName] = 1,
            [SoftGroupWeigher.Together] = 1,
            [SoftGroupWeigher.Apart] = 1,
        });
    }

    private static Policy Shipped(string name, string comment, DateTimeOffset now, Dictionary<string, double> weights) => new()
    {
        Name = name,
        Version = 1,
        Filters = ShippedFilters,
        Weights = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, weights),
        Comment = comment,
        CreatedAt = now,
    };
}
