using NovaZones.Core;
using NovaZones.Core.Zones;
using NovaZones.Data;
using NovaZones.Web.Audit;
using NovaZones.Web.Components;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Access;
using NovaZones.Web.Features.Aggregates;
using NovaZones.Web.Features.Assignments;
using NovaZones.Web.Features.Audit;
using NovaZones.Web.Features.Books;
using NovaZones.Web.Features.Capacity;
using NovaZones.Web.Features.ChildZones;
using NovaZones.Web.Features.Drift;
using NovaZones.Web.Features.Events;
using NovaZones.Web.Features.Exports;
using NovaZones.Web.Features.Hosts;
using NovaZones.Web.Features.Instances;
using NovaZones.Web.Features.Placements;
using NovaZones.Web.Features.Policies;
using NovaZones.Web.Features.Quotas;
using NovaZones.Web.Features.WhatIf;
using NovaZones.Web.Features.Zone;
using NovaZones.Web.Federation;
using NovaZones.Web.Hubs;
using NovaZones.Web.Jobs;
using NovaZones.Web.Oidc;
using NovaZones.Web.Protection;
using NovaZones.Web.Telemetry;

namespace NovaZones.Web;

/// <summary>A zone's table of contents: what is added, and what answers.</summary>
internal static class ZoneApplication
{
    /// <summary>Builds a zone; nothing is opened and nothing listens until <see cref="ZoneStartup.RunAsync"/> and the app are run.</summary>
    /// <param name="args">Settings as on the command line: <c>--Zone:Name=paris</c>.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is bad (several: inside an <see cref="AggregateException"/>).</exception>
    public static WebApplication Create(string[] args)
    {
        var builder = CreateBuilder(args);
        builder.UseDefaultUrl();
        builder.UseUnpublishedAssets();
        builder.AddZone();
        builder.Services.AddParentWatch(builder.Configuration);
        builder.Services.AddZoneJobs();
        builder.Services.AddZoneHub();
        builder.AddZoneTelemetry();
        builder.Services.AddOpenApi();
        builder.Services.AddConsole();

        var app = builder.Build();
        app.CheckSettings();
        app.UseZone();
        app.UseAntiforgery();

        app.MapHealth();
        app.MapMetrics();
        app.MapStaticAssets().AllowAnonymous();
        app.MapSignOut();
        app.MapOidc();
        app.MapZoneApi();
        app.MapEventEndpoints();
        app.MapExportEndpoints();
        app.MapHub<ZoneHub>("/hubs/zone");
        app.MapJobsDashboard();
        app.MapApiReference();

        // Who may frame a page is said with everything else that browsers are told.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }

    /// <summary>A builder with the repository's settings and what the command line says.</summary>
    internal static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(ZoneApplication).Assembly.GetName().Name,
        });
        builder.AddSharedSettings();
        return builder;
    }

    /// <summary>Adds what makes a zone, without jobs and without what people look at.</summary>
    internal static void AddZone(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ZoneOptions>().BindConfiguration(ZoneOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddZoneDatabase(builder.Configuration);
        builder.Services.AddZoneAuthentication(builder.Configuration);
        builder.Services.AddAudit();
        builder.Services.AddZoneProblems();
        builder.Services.AddRequestLimits();
        builder.Services.AddProtection();
        builder.Services.AddZoneScheduler();
        builder.Services.AddFederation();
    }

    /// <summary>What every request passes: errors as problem documents, bounds, and who is asking.</summary>
    internal static void UseZone(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseZoneProblems();
        app.UseRequestLimits();
        app.UseTimeouts();
        app.UseLookupLimits();
        app.UseAuthentication();
        app.UseForeignOriginCheck();
        app.UseCallerLimits();
        app.UseAuthorization();
        app.UseAuditActor();
        app.UseDashboardRecords();
    }

    /// <summary>The routes that programs call.</summary>
    internal static void MapZoneApi(this WebApplication app)
    {
        app.MapTokenEndpoints();
        app.MapAuditEndpoints();
        app.MapZoneEndpoints();
        app.MapZoneHistoryEndpoints();
        app.MapLedgerCheckEndpoints();
        app.MapHostEndpoints();
        app.MapHostHistoryEndpoints();
        app.MapAssignmentEndpoints();
        app.MapPlacementEndpoints();
        app.MapCapacityEndpoints();
        app.MapInstanceEndpoints();
        app.MapChildZoneEndpoints();
        app.MapPolicyEndpoints();
        app.MapAggregateEndpoints();
        app.MapWhatIfEndpoints();
        app.MapDriftEndpoints();
        app.MapQuotaEndpoints();
        app.MapLeaseEndpoints();
    }
}
