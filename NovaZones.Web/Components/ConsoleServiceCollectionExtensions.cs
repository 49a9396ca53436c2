using MudBlazor;
using MudBlazor.Services;
using NovaZones.Web.Components.Keys;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Hosts;
using NovaZones.Web.Features.Overview;
using NovaZones.Web.Features.Overview.Parts;
using NovaZones.Web.Features.Settings;
using NovaZones.Web.Features.Zone;

namespace NovaZones.Web.Components;

/// <summary>What the console's pages need.</summary>
internal static class ConsoleServiceCollectionExtensions
{
    /// <summary>Adds pages, their words and their parts.</summary>
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddMudServices(options => options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomLeft); // over the menu's end, where no button lies beneath
        services.AddScoped<Permission>();
        services.AddScoped<GuardedActs>();
        services.AddScoped<Drafts>();
        services.AddScoped<PaletteSearch>();
        services.AddScoped<LivePage>();
        services.AddSingleton<RenderTurns>();
        services.AddSingleton<PageFaults>();
        services.AddSingleton<RecentPlacements>();
        services.AddSingleton<OverviewBoard>();
        services.AddSingleton<ZoneHistoryReader>();
        services.AddSingleton<HostHistoryReader>();
        services.AddSingleton<HeatBoard>();
        services.AddSingleton<SettingsReader>();
        services.AddSingleton<HealthProbe>();
        services.AddRazorComponents().AddInteractiveServerComponents();
        return services;
    }
}
