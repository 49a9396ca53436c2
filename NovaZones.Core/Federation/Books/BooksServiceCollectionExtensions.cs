using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation.Books;

/// <summary>Registers what compares this zone's records with its children's and its parents'.</summary>
internal static class BooksServiceCollectionExtensions
{
    public static void AddBooks(this IServiceCollection services)
    {
        services.AddSingleton<ComparisonBook>();
        services.AddSingleton<ChildBooks>();
        services.AddSingleton(p => new InstanceLocator(
            p.GetRequiredService<ChildZoneRegistry>(),
            p.GetRequiredService<IChildZoneClient>(),
            p.GetRequiredService<ZoneIdentity>(),
            p.GetRequiredService<IOptions<FederationOptions>>()));
        services.AddSingleton(p => new HeldService(
            p.GetRequiredService<IReservationStore>(),
            p.GetRequiredService<ParentOwnership>(),
            p.GetRequiredService<InstanceLocator>(),
            p.GetRequiredService<IOptions<ZoneOptions>>().Value,
            p.GetRequiredService<TimeProvider>()));
    }
}
