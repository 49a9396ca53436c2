using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;

namespace NovaZones.Core.Placement.Pending;

/// <summary>Registers what requests need that are answered later. The port <see cref="IPendingJobs"/> is the host's to register.</summary>
internal static class PendingServiceCollectionExtensions
{
    public static void AddPending(this IServiceCollection services)
    {
        services.AddSingleton<PendingBook>();
        services.AddSingleton<PendingRounds>();
        services.AddSingleton<PendingEnd>();
        services.AddSingleton(p => new PendingPlacementService(
            p.GetRequiredService<PlacementService>(),
            p.GetRequiredService<PlacementRequestParser>(),
            p.GetRequiredService<RetryGate>(),
            p.GetRequiredService<PendingBook>(),
            p.GetRequiredService<PendingRounds>(),
            p.GetRequiredService<PendingEnd>(),
            p.GetRequiredService<PlacementEnd>(),
            p.GetRequiredService<IPendingStore>(),
            p.GetRequiredService<IPendingJobs>(),
            p.GetRequiredService<IReservationStore>(),
            p.GetRequiredService<ReleaseService>(),
            p.GetRequiredService<SettleService>(),
            p.GetRequiredService<FleetLedger>(),
            p.GetRequiredService<ChildZoneRegistry>(),
            p.GetRequiredService<IOptions<PlacementLimits>>(),
            p.GetRequiredService<IOptions<SchedulerOptions>>(),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<PendingPlacementService>>()));
        services.AddHostedService<CapacityWatch>();
    }
}
