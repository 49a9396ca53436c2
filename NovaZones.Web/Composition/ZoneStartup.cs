using Microsoft.Extensions.Options;
using NovaZones.Core.Zones;
using NovaZones.Data;

namespace NovaZones.Web.Composition;

/// <summary>What must be done before a zone listens.</summary>
internal static class ZoneStartup
{
    /// <summary>Checks every setting, before anything reads one of them and stops at the first fault.</summary>
    /// <param name="app">The zone as it was just built.</param>
    public static void CheckSettings(this WebApplication app) => app.Services.GetRequiredService<IStartupValidator>().Validate();

    /// <summary>Brings the database up to date, and makes the first administrator and token.</summary>
    /// <param name="app">The zone, not started yet.</param>
    /// <exception cref="ZoneStartException">The operator must correct something.</exception>
    public static async Task RunAsync(WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        await app.Services.GetRequiredService<ZoneDatabaseInitializer>().InitializeAsync(stopping);
        await ZoneBootstrap.RunAsync(app.Services, stopping);
    }
}
