using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Fleets;

/// <summary>A real zone's process over a folder.</summary>
internal static class FleetZone
{
    public static readonly string Token = ZoneSecrets.Token();
    private static readonly string Password = ZoneSecrets.Password();

    /// <exception cref="ZoneProcessException">It did not start.</exception>
    public static Task<ZoneProcess> StartAsync(string directory, CancellationToken cancellationToken) => ZoneProcess.StartAsync(
        new ZoneProcessOptions("bench", new Uri($"http://127.0.0.1:{LoopbackPorts.TakeFree(1)[0]}"), directory, Token)
        {
            AdminPassword = Password,
            StartTimeout = TimeSpan.FromMinutes(10),
            Settings = new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "Warning", ["Scheduler__StaleAfter"] = "1.00:00:00" },
        },
        cancellationToken);
}
