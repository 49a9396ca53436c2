using System.Net;
using System.Net.Sockets;

namespace NovaZones.Web.Demo.Zones;

/// <summary>Looks at TCP ports of the loopback address.</summary>
internal static class LoopbackPorts
{
    /// <summary>True when nobody listens there now; another process may still take it a moment later.</summary>
    internal static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Distinct free ports chosen by the system. All are held until the last is known, so none comes twice.</summary>
    internal static IReadOnlyList<int> TakeFree(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            foreach (var listener in listeners)
            {
                listener.Start();
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
            {
                listener.Dispose();
            }
        }
    }
}
