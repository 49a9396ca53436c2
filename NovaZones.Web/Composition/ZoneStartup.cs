using Microsoft.Extensions.Options;
using NovaZones.Core.Zones;
using NovaZones.Data;

namespace NovaZones.Web.Composition;

/// <summary>What must be done before a zone listens.</summary>
internal static class ZoneStartup
{
    /// <summary>Checks every setting, brings the database up to date, and makes the first administrator and token.</summary>
    /// <param name="app">The zone, not started yet.</param>
    /// <exception cref="ZoneStartException">The operator must correct something.</exception>
    /// <exception cref="OptionsValidationException">A setting is bad; each fault has its line.</exception>
    public static async Task RunAsync(WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        await app.Services.GetRequiredService<ZoneDatabaseInitializer>().InitializeAsync(stopping);
        await ZoneBootstrap.RunAsync(app.Services, stopping);
    }
}
