using NovaZones.Core.Telemetry;
using NovaZones.Core.Zones;
using NovaZones.Web.Composition;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NovaZones.Web.Telemetry;

/// <summary>Registers what a zone tells of itself: metrics for whoever asks, traces for a collector if one is named.</summary>
internal static class TelemetryServiceCollectionExtensions
{
    public static void AddZoneTelemetry(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(OtlpOptions.SectionName);
        builder.Services.AddOptions<OtlpOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHostedService<ZoneGauges>();
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("novazones", serviceInstanceId: builder.Configuration[$"{ZoneOptions.SectionName}:{nameof(ZoneOptions.Name)}"]))
            .WithMetrics(metrics => metrics
                .AddMeter(ZoneMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddPrometheusExporter());
        if (Uri.TryCreate(section[nameof(OtlpOptions.Endpoint)], UriKind.Absolute, out var endpoint))
        {
            var ratio = section.GetValue(nameof(OtlpOptions.SampleRatio), 1.0);
            telemetry.WithTracing(tracing => tracing
                .AddAspNetCoreInstrumentation(web => web.Filter = context => !context.Request.Path.StartsWithSegments("/metrics"))
                .AddHttpClientInstrumentation()
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(Math.Clamp(ratio, 0, 1))))
                .AddOtlpExporter(exporter => exporter.Endpoint = endpoint));
        }
    }

    /// <summary>Maps <c>/metrics</c>, in Prometheus' text form, for whoever may read.</summary>
    public static void MapMetrics(this WebApplication app) =>
        app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(AccessPolicies.Read);
}
