using System.Diagnostics;
using System.Text.Json;
using NovaZones.Web.Demo.Client;

namespace NovaZones.Web.Demo.Zones;

/// <summary>Waits until a root zone sees every zone below it.</summary>
internal static class ZoneTreeWatch
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>True when all zones are in the root's tree and those that must hold hosts show some that are up; false when the time is over.</summary>
    internal static async Task<bool> WaitAsync(
        ZoneClient root, IReadOnlyCollection<string> zones, IReadOnlyCollection<string> zonesWithHosts, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < timeout)
        {
            try
            {
                var upByZone = new Dictionary<string, long>(StringComparer.Ordinal);
                Collect(await root.GetAsync("api/v1/zone/tree?depth=16", cancellationToken), upByZone);
                if (zones.All(upByZone.ContainsKey) && zonesWithHosts.All(zone => upByZone[zone] > 0))
                {
                    return true;
                }
            }
            catch (Exception ex) when (ZoneClient.IsUnanswered(ex, cancellationToken))
            {
                // A root that is just starting answers late or not at all; the time-out decides.
            }

            await Task.Delay(PollInterval, cancellationToken);
        }

        return false;
    }

    private static void Collect(JsonElement node, Dictionary<string, long> upByZone)
    {
        if (node.ValueKind != JsonValueKind.Object || !node.TryGetProperty("name", out var name) || name.GetString() is not { } zone)
        {
            return;
        }

        upByZone[zone] = node.TryGetProperty("hosts", out var hosts) && hosts.ValueKind == JsonValueKind.Object && hosts.TryGetProperty("up", out var up)
            ? up.GetInt64()
            : 0;
        if (node.TryGetProperty("children", out var children) && children.ValueKind == JsonValueKind.Array)
        {
            foreach (var child in children.EnumerateArray())
            {
                Collect(child, upByZone);
            }
        }
    }
}
