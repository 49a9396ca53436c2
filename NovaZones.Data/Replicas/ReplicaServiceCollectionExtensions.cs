using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Replicas;

namespace NovaZones.Data.Replicas;

/// <summary>Registers what a zone with several replicas needs of its database.</summary>
internal static class ReplicaServiceCollectionExtensions
{
    public static void AddReplicaStores(this IServiceCollection services)
    {
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            return new ReplicaSettings(Guid.CreateVersion7(), options.ReplicaPollInterval, options.ReplicaLeaseTime);
        });
        services.TryAddSingleton<ReplicaJournal>();
        services.TryAddSingleton<IReplicaFeed, SqlReplicaFeed>();
        services.TryAddSingleton(provider => (IExclusiveCommits)provider.GetRequiredService<IClaimStore>());
        services.TryAddSingleton<IWorkLeaseStore, SqlWorkLeaseStore>();
        services.AddReplicas();
    }
}
