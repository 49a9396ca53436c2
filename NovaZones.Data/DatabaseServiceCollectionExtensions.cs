using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NovaZones.Core.Access;
using NovaZones.Core.Assignments;
using NovaZones.Core.Audit;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.History;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Fleet.History;
using NovaZones.Core.Operations;
using NovaZones.Core.Placement.Pending;
using NovaZones.Core.Policies;
using NovaZones.Core.Quotas;
using NovaZones.Core.Zones;
using NovaZones.Core.Zones.History;
using NovaZones.Data.Assignments;
using NovaZones.Data.Audit;
using NovaZones.Data.Claims;
using NovaZones.Data.Federation;
using NovaZones.Data.Fleet;
using NovaZones.Data.Identity;
using NovaZones.Data.Operations;
using NovaZones.Data.Policies;
using NovaZones.Data.Quotas;
using NovaZones.Data.Replicas;
using NovaZones.Data.Zones;

namespace NovaZones.Data;

/// <summary>Registers the zone's database and the stores that stand on it.</summary>
public static class DatabaseServiceCollectionExtensions
{
    // Entity Framework's own figures; named because the list of numbers can only be given together with them.
    private const int MaxRetries = 6;
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Adds <see cref="IDbContextFactory{TContext}"/> of <see cref="ZoneDbContext"/>, a scoped <see cref="ZoneDbContext"/> for
    /// Identity and the key ring, <see cref="ZoneDatabaseInitializer"/> and every store. Nothing is opened yet. The child zones'
    /// credentials need data protection, which the caller adds.
    /// </summary>
    /// <param name="services">Where to add.</param>
    /// <param name="configuration">Holds <see cref="DatabaseOptions"/>.</param>
    public static IServiceCollection AddZoneDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DatabaseOptions>()
            .Bind(configuration.GetSection(DatabaseOptions.SectionName))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        var setup = new DatabaseOptionsSetup(configuration);
        services.AddSingleton<IPostConfigureOptions<DatabaseOptions>>(setup);
        services.AddSingleton<IValidateOptions<DatabaseOptions>>(setup);

        services.AddPooledDbContextFactory<SqliteZoneDbContext>((provider, options) => options
            .UseSqlite(Settings(provider).ConnectionString)
            .AddInterceptors(new SqliteConnectionSetup()));
        services.AddPooledDbContextFactory<SqlServerZoneDbContext>((provider, options) => options
            .UseSqlServer(Settings(provider).ConnectionString, server => server
                .EnableRetryOnFailure(MaxRetries, MaxRetryDelay, SqlFaults.Repeated)
                .MaxBatchSize(Settings(provider).MaxBatchSize)));
        services.TryAddSingleton<IDbContextFactory<ZoneDbContext>, ZoneDbContextFactory>();
        services.TryAddScoped(provider => provider.GetRequiredService<IDbContextFactory<ZoneDbContext>>().CreateDbContext());
        services.TryAddSingleton<ZoneDatabaseInitializer>();
        services.TryAddSingleton<DatabaseInspector>();

        services.TryAddSingleton<IApiTokenStore, EfApiTokenStore>();
        services.TryAddSingleton<IEndedSessionStore, EfEndedSessionStore>();
        services.TryAddSingleton<IAuditStore, EfAuditStore>();
        services.TryAddSingleton<IClaimStore>(p => new SqlClaimStore(
            p.GetRequiredService<IDbContextFactory<ZoneDbContext>>(),
            p.GetService<ReplicaJournal>(),
            isAlone: p.GetRequiredService<IOptions<DatabaseOptions>>().Value is { Kind: DatabaseProvider.Sqlite, Replicas: false }));
        services.TryAddSingleton<IReservationStore, EfReservationStore>();
        services.TryAddSingleton<IPendingStore, EfPendingStore>();
        services.TryAddSingleton<IPolicyStore, EfPolicyStore>();
        services.TryAddSingleton<IAggregateStore, EfAggregateStore>();
        services.TryAddSingleton<IQuotaStore, EfQuotaStore>();
        services.TryAddSingleton<IChildZoneStore, EfChildZoneStore>();
        services.TryAddSingleton<IChildEventStore, EfChildEventStore>();
        services.TryAddSingleton<IHostHistoryStore, EfHostHistoryStore>();
        services.TryAddSingleton<IZoneHistoryStore, EfZoneHistoryStore>();
        services.TryAddSingleton<IZoneIdentityStore, EfZoneIdentityStore>();
        services.TryAddSingleton<ILedgerBooks, EfLedgerBooks>();
        services.TryAddSingleton<IAssignmentStore, EfAssignmentStore>();
        if (bool.TryParse(configuration[$"{DatabaseOptions.SectionName}:{nameof(DatabaseOptions.Replicas)}"], out var hasReplicas) && hasReplicas)
        {
            services.AddReplicaStores();
        }

        return services;
    }

    private static DatabaseOptions Settings(IServiceProvider provider) => provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
}
