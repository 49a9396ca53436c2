using MudBlazor.Services;
using NovaZones.Core.Zones;
using NovaZones.Data;
using NovaZones.Web.Components;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Access;

namespace NovaZones.Web;

/// <summary>A zone's table of contents: what is added, and what answers.</summary>
internal static class ZoneApplication
{
    /// <summary>Builds a zone; nothing is opened and nothing listens until <see cref="ZoneStartup.RunAsync"/> and the app are run.</summary>
    /// <param name="args">Settings as on the command line: <c>--Zone:Name=paris</c>.</param>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(ZoneApplication).Assembly.GetName().Name,
        });
        builder.AddSharedSettings();
        builder.UseDefaultUrl();
        builder.UseUnpublishedAssets();

        builder.Services.AddOptions<ZoneOptions>().BindConfiguration(ZoneOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddZoneDatabase(builder.Configuration);
        builder.Services.AddZoneAuthentication(builder.Configuration);
        builder.Services.AddZoneProblems();
        builder.Services.AddLocalization();
        builder.Services.AddMudServices();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();

        var app = builder.Build();
        app.UseZoneProblems();
        app.UseZoneAuthentication();
        app.UseAntiforgery();

        app.MapGet("/healthz", () => "ok").AllowAnonymous();
        app.MapStaticAssets().AllowAnonymous();
        app.MapSignOut();
        app.MapTokenEndpoints();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
