using System.Diagnostics;
using NovaZones.Client;
using NovaZones.Client.Models;
using NovaZones.Web.Demo.Client;

namespace NovaZones.Web.Demo.Zones;

/// <summary>Waits until a root zone sees every zone below it.</summary>
internal static class ZoneTreeWatch
{
    private const int MaxDepth = 16;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>True when all zones are in the root's tree and those that must hold hosts show some that are up; false when the time is over.</summary>
    internal static async Task<bool> WaitAsync(
        ZoneApi root, IReadOnlyCollection<string> zones, IReadOnlyCollection<string> zonesWithHosts, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < timeout)
        {
            try
            {
                var upByZone = new Dictionary<string, long>(StringComparer.Ordinal);
                Collect(await root.GetTreeAsync(MaxDepth, cancellationToken), upByZone);
                if (zones.All(upByZone.ContainsKey) && zonesWithHosts.All(zone => upByZone[zone] > 0))
                {
                    return true;
                }
            }
            catch (Exception ex) when (ZoneCalls.IsUnanswered(ex, cancellationToken))
            {
                // A root that is just starting answers late or not at all; the time-out decides.
            }

            await Task.Delay(PollInterval, cancellationToken);
        }

        return false;
    }

    private static void Collect(ZoneTree node, Dictionary<string, long> upByZone)
    {
        upByZone[node.Name] = node.Hosts.Up;
        foreach (var child in node.Children)
        {
            Collect(child, upByZone);
        }
    }
}
