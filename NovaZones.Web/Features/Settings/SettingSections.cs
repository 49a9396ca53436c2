using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;
using NovaZones.Core.Placement;
using NovaZones.Core.Quotas;
using NovaZones.Core.Zones;
using NovaZones.Data;
using NovaZones.Web.Composition;
using NovaZones.Web.Jobs;
using NovaZones.Web.Oidc;
using NovaZones.Web.Protection;
using NovaZones.Web.Telemetry;

namespace NovaZones.Web.Features.Settings;

/// <summary>Every section of the settings with the object that it was read into. Whoever adds a section adds it here.</summary>
internal static class SettingSections
{
    /// <summary>Sections that are read by the platform and have no object of ours.</summary>
    public static IReadOnlyList<string> Plain { get; } = ["Logging", "AllowedHosts", "urls"];

    /// <summary>Keys of their own whose values stand in another section's object.</summary>
    public static IReadOnlyList<string> Secret { get; } = [DatabaseOptions.ConnectionStringKey];

    /// <summary>The sections; two objects may share one.</summary>
    public static IReadOnlyList<(string Name, Func<IServiceProvider, object> Read)> All { get; } =
    [
        Of<ZoneOptions>(ZoneOptions.SectionName),
        Of<DatabaseOptions>(DatabaseOptions.SectionName),
        Of<AuthOptions>(AuthOptions.SectionName),
        Of<OidcOptions>(OidcOptions.SectionName),
        Of<PlacementAuthOptions>(PlacementAuthOptions.SectionName),
        Of<SchedulerOptions>("Scheduler"),
        Of<FederationOptions>("Federation"),
        Of<QuotaOptions>("Quotas"),
        Of<PlacementLimits>("Limits"),
        Of<RequestLimits>("Limits"),
        Of<ProtectionLimits>("Limits"),
        Of<JobsOptions>("Jobs"),
        Of<RetentionOptions>("Retention"),
        Of<OtlpOptions>(OtlpOptions.SectionName),
    ];

    private static (string Name, Func<IServiceProvider, object> Read) Of<T>(string name)
        where T : class => (name, services => services.GetRequiredService<IOptions<T>>().Value);
}
