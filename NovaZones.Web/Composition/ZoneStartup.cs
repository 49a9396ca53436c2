using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Placement.Pending;
using NovaZones.Core.Policies;
using NovaZones.Core.Quotas;
using NovaZones.Core.Replicas;
using NovaZones.Core.Zones;
using NovaZones.Data;
using NovaZones.Web.Jobs;

namespace NovaZones.Web.Composition;

/// <summary>What must be done before a zone listens.</summary>
internal static class ZoneStartup
{
    /// <summary>Checks every setting, before anything reads one of them and stops at the first fault.</summary>
    /// <param name="app">The zone as it was just built.</param>
    public static void CheckSettings(this WebApplication app) => app.Services.GetRequiredService<IStartupValidator>().Validate();

    /// <summary>Brings the database up to date, makes the first administrator and token, loads the fleet, and undoes what was half done.</summary>
    /// <param name="app">The zone, not started yet.</param>
    /// <exception cref="ZoneStartException">The operator must correct something.</exception>
    public static async Task RunAsync(WebApplication app)
    {
        await LoadAsync(app);
        app.ScheduleZoneJobs();
        await app.Services.GetRequiredService<PendingPlacementService>().RestoreAsync(app.Lifetime.ApplicationStopping);
    }

    /// <summary>As <see cref="RunAsync"/>, for a zone without jobs.</summary>
    /// <param name="app">The zone, not started yet.</param>
    /// <exception cref="ZoneStartException">The operator must correct something.</exception>
    public static async Task LoadAsync(WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        await app.Services.GetRequiredService<ZoneDatabaseInitializer>().InitializeAsync(stopping);
        app.PrepareJobStore();
        await MakeOnceAsync(app.Services, stopping);
        await app.Services.GetRequiredService<AggregateBook>().LoadAsync(stopping);
        await app.Services.GetRequiredService<ChildZonePoller>().LoadAsync(stopping);
        await app.Services.GetRequiredService<QuotaService>().LoadAsync(stopping);
        await app.Services.GetRequiredService<LeaseReceiver>().LoadAsync(stopping);
        await app.Services.GetRequiredService<FleetLedger>().LoadAsync(stopping);
        await app.Services.GetRequiredService<RequestMixHistory>().LoadAsync(stopping);

        if (app.Services.GetService<LeaseKeeper>() is { } keeper)
        {
            // Shown to live before it claims anything.
            await keeper.RunOnceAsync(stopping);
        }

        // Started before the rest: undoing what was half done when the zone stopped goes through the ledger, and comes before serving.
        await app.Services.GetRequiredService<FleetLedger>().StartAsync(stopping);
        await app.Services.GetRequiredService<SettleService>().RecoverAsync(stopping);
    }

    /// <summary>What a new zone makes once, whichever of its replicas starts first.</summary>
    private static async Task MakeOnceAsync(IServiceProvider services, CancellationToken stopping)
    {
        await using var turn = services.GetService<StartGate>() is { } gate ? await gate.EnterAsync(stopping) : null;
        if (turn is not null)
        {
            // The first use makes the first key. Two replicas that each made one would not open what the other sealed, for as long as both keep theirs in memory.
            services.GetRequiredService<IDataProtectionProvider>().CreateProtector("NovaZones.FirstKey").Protect([0]);
        }

        await ZoneBootstrap.RunAsync(services, stopping);
        await services.GetRequiredService<ZoneIdentity>().LoadAsync(stopping);
        await services.GetRequiredService<PolicyBook>().LoadAsync(stopping);
    }
}
