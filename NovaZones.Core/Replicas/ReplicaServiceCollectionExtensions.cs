using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace NovaZones.Core.Replicas;

/// <summary>Registers what makes this process one of several replicas. Its <see cref="ReplicaSettings"/> and the stores are the database's to register.</summary>
public static class ReplicaServiceCollectionExtensions
{
    /// <summary>Adds the following of other replicas, and leases.</summary>
    public static IServiceCollection AddReplicas(this IServiceCollection services)
    {
        services.TryAddSingleton<LedgerPosition>();
        services.TryAddSingleton<FleetFollower>();
        services.TryAddSingleton<LeaseKeeper>();
        services.TryAddSingleton<StartGate>();
        services.TryAddSingleton<OrphanedClaims>();
        services.TryAddSingleton<ReplicaNews>();
        services.AddHostedService(p => p.GetRequiredService<LeaseKeeper>());
        services.AddHostedService<ReplicaFollowing>();
        return services;
    }
}
