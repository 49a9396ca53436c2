using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;
using Hangfire.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet.History;
using NovaZones.Core.Placement.Pending;
using NovaZones.Core.Quotas;
using NovaZones.Core.Zones;
using NovaZones.Core.Zones.History;
using NovaZones.Data;
using NovaZones.Web.Components;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Jobs;

/// <summary>The list of background jobs, and Hangfire's place in the zone.</summary>
internal static class RecurringJobs
{
    public const string PollChildZones = "poll-child-zones";
    public const string SettleReservations = "settle-reservations";
    public const string ReconcileChildZones = "reconcile-child-zones";
    public const string RenewLeases = "renew-leases";
    public const string SampleHosts = "sample-hosts";
    public const string SampleZone = "sample-zone";
    public const string PruneHistory = "prune-history";
    public const string PruneAudit = "prune-audit";
    public const string CheckLedger = "check-ledger";
    public const string PruneChanges = "prune-changes";

    // At night, away from full hours and quarters, at which everything else runs.
    private const string Nightly = "17 3 * * *";

    /// <summary>Adds Hangfire with its server in this process. Its store may forget: what must survive stands in our own tables.</summary>
    public static void AddZoneJobs(this IServiceCollection services)
    {
        services.AddOptions<RetentionOptions>().BindConfiguration("Retention").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<JobsOptions>().BindConfiguration("Jobs").ValidateDataAnnotations().ValidateOnStart();

        // Registered by ourselves and not through Hangfire's static current storage: two zones may live in one process.
        services.AddSingleton<JobStorage>(provider =>
        {
            var database = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            return IsShared(database)
                ? new SqlServerStorage(database.ConnectionString, new SqlServerStorageOptions
                {
                    // Made while the zone is built, when the database may not be there yet: PrepareJobStore makes the tables.
                    PrepareSchemaIfNecessary = false,
                    TryAutoDetectSchemaDependentOptions = false,
                })
                : new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(3) });
        });
        services.AddHangfire((provider, configuration) => configuration
            .UseLogProvider(new HangfireLogs(provider.GetRequiredService<ILoggerFactory>()))
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings());
        services.AddHangfireServer((provider, server) =>
        {
            // Hangfire's static activator is that of whichever zone of the process was built last, even when it is gone.
            server.Activator = new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>());

            // The shortest recurring job decides how often the list of jobs is looked at.
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
            server.WorkerCount = provider.GetRequiredService<IOptions<JobsOptions>>().Value.Workers;
            server.ServerName = provider.GetRequiredService<OwnJobServer>().Name;
            server.HeartbeatInterval = OwnJobServer.Beat;
            server.ServerTimeout = TimeSpan.FromMinutes(5);
            server.ShutdownTimeout = TimeSpan.FromSeconds(5);
        });
        services.AddSingleton<IPendingJobs, HangfirePendingJobs>();
        services.AddSingleton<JobBoard>();
        services.AddSingleton<OwnJobServer>();
        services.AddHostedService<JobServerWatch>();
        services.AddHostedService<FlushHeartbeats>();
    }

    /// <summary>Makes Hangfire's tables on SQL Server where they are missing or old; the database itself must be there.</summary>
    public static void PrepareJobStore(this WebApplication app)
    {
        var database = app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        if (IsShared(database))
        {
            using var connection = new SqlConnection(database.ConnectionString);
            connection.Open();
            SqlServerObjectsInstaller.Install(connection);
        }
    }

    /// <summary>Registers the recurring jobs; at every start, since an in-memory store forgets them.</summary>
    public static void ScheduleZoneJobs(this WebApplication app)
    {
        var federation = app.Services.GetRequiredService<IOptions<FederationOptions>>().Value;
        var jobs = new RecurringJobManager(app.Services.GetRequiredService<JobStorage>());
        var turn = new JobTurn(app.Services.GetRequiredService<ZoneIdentity>().Id);
        jobs.AddOrUpdate<PollChildZonesJob>(PollChildZones, job => job.RunAsync(CancellationToken.None), turn.Every(PollChildZones, federation.PollInterval));
        jobs.AddOrUpdate<SettleReservationsJob>(SettleReservations, job => job.RunAsync(CancellationToken.None), turn.Every(SettleReservations, TimeSpan.FromSeconds(10)));
        jobs.AddOrUpdate<ReconcileChildZonesJob>(ReconcileChildZones, job => job.RunAsync(CancellationToken.None), turn.Every(ReconcileChildZones, federation.ReconcileInterval));
        var renew = app.Services.GetRequiredService<IOptions<QuotaOptions>>().Value.RenewInterval;
        jobs.AddOrUpdate<RenewLeasesJob>(RenewLeases, job => job.RunAsync(CancellationToken.None), turn.Every(RenewLeases, renew));
        jobs.AddOrUpdate<SampleHostsJob>(SampleHosts, job => job.RunAsync(CancellationToken.None), turn.Every(SampleHosts, HostSampler.Interval));
        jobs.AddOrUpdate<SampleZoneJob>(SampleZone, job => job.RunAsync(CancellationToken.None), turn.Every(SampleZone, ZoneSampler.Interval));
        jobs.AddOrUpdate<PruneHistoryJob>(PruneHistory, job => job.RunAsync(CancellationToken.None), Cron.Hourly());
        if (app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Replicas)
        {
            jobs.AddOrUpdate<PruneChangesJob>(PruneChanges, job => job.RunAsync(CancellationToken.None), Cron.Minutely());
        }

        jobs.AddOrUpdate<PruneAuditJob>(PruneAudit, job => job.RunAsync(CancellationToken.None), Nightly);
        jobs.AddOrUpdate<LedgerCheckJob>(CheckLedger, job => job.RunAsync(CancellationToken.None), Nightly);
    }

    /// <summary>Replicas schedule each for itself: whose turn it is says a lease, whatever the database, and some work every replica does.</summary>
    private static bool IsShared(DatabaseOptions database) =>
        !database.Replicas && string.Equals(database.Provider, nameof(DatabaseProvider.SqlServer), StringComparison.OrdinalIgnoreCase);

    /// <summary>Hangfire's own pages, for administrators.</summary>
    public static void MapJobsDashboard(this WebApplication app) =>
        app.MapHangfireDashboard(ConsoleRoutes.JobsDashboard, new DashboardOptions
        {
            // Its own filter lets local callers in and nobody else; our policy decides instead.
            Authorization = [],
            AsyncAuthorization = [],
            DashboardTitle = "NovaZones jobs",
            AppPath = ConsoleRoutes.Jobs,
        }).RequireAuthorization(AccessPolicies.Admin);
}
