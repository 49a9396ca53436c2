using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Filters;

namespace NovaZones.Core.Policies;

/// <summary>What a policy comes to in this zone: driver and limits that count, and what its operator should know.</summary>
public sealed class PolicyReview(PluginCatalog catalog, IOptions<SchedulerOptions> scheduler)
{
    /// <summary>The driver that counts.</summary>
    public string DriverOf(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.Driver ?? scheduler.Value.Driver;
    }

    /// <summary>The limits that count, every one set; 0 means none.</summary>
    public PolicyLimits LimitsOf(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var limits = policy.Limits.Over(scheduler.Value.HostLimits);
        return new PolicyLimits { MaxInstancesPerHost = limits.MaxInstances, MaxBuildsPerHost = limits.MaxIoOps, MaxCoresPerHost = limits.MaxCores };
    }

    /// <summary>Rules and limits without effect first, then what requests are refused for; empty when there is nothing to say.</summary>
    public IReadOnlyList<PolicyWarning> WarningsOf(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var missing = PolicyBook.ShippedFilters.Add(MaxCoresFilter.FilterName).Except(policy.Filters, StringComparer.Ordinal);
        var warnings = missing.Select(name => WarningOf(name, policy)).OfType<PolicyWarning>().ToImmutableArray();
        return [.. warnings.Where(w => catalog.Filter(w.Filter)!.Field is null), .. warnings.Where(w => catalog.Filter(w.Filter)!.Field is not null)];
    }

    private PolicyWarning? WarningOf(string filter, Policy policy)
    {
        var limits = policy.Limits.Over(scheduler.Value.HostLimits);
        return filter switch
        {
            HostStateFilter.FilterName => Missing(filter, "hosts that are down or disabled are offered all the same"),
            AggregateIsolationFilter.FilterName => Missing(filter, "required traits of aggregates have no effect"),
            TenancyFilter.FilterName => Missing(filter, "hosts of aggregates that are reserved for tenants are open to everybody"),
            ZonePathFilter.FilterName => Missing(filter, "it still runs for requests with zones, after all other filters"),
            NumInstancesFilter.FilterName => limits.MaxInstances > 0 ? Idle("maxInstancesPerHost", filter) : null,
            IoOpsFilter.FilterName => limits.MaxIoOps > 0 ? Idle("maxBuildsPerHost", filter) : null,

            // The zone's own setting is meant for driver simple alone, which brings the filter along.
            MaxCoresFilter.FilterName => policy.Limits.MaxCoresPerHost > 0 && DriverOf(policy) != Drivers.Simple ? Idle("maxCoresPerHost", filter) : null,
            _ => catalog.Filter(filter)?.Field is { } field ? Missing(filter, $"requests with {field} are refused") : null,
        };
    }

    private static PolicyWarning Missing(string filter, string consequence) => new("filters", $"{filter} is missing: {consequence}", filter);

    private static PolicyWarning Idle(string limit, string filter) => new($"limits.{limit}", $"{filter} is missing: {limit} has no effect", filter);
}
