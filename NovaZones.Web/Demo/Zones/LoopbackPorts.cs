using System.Net;
using System.Net.Sockets;

namespace NovaZones.Web.Demo.Zones;

/// <summary>Looks at TCP ports of the loopback address.</summary>
internal static class LoopbackPorts
{
    private const int Lowest = 10_240;
    private const int Highest = 32_767;
    private const int MostTries = 1000;

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

    /// <summary>Distinct free ports. All are held until the last is known, so none comes twice.</summary>
    /// <remarks>
    /// Below those that systems give to outgoing connections and to whoever wants any port: a zone that is down for a while must not find
    /// its port taken, least of all by a caller whose try to reach it was connected with itself.
    /// </remarks>
    internal static IReadOnlyList<int> TakeFree(int count)
    {
        var listeners = new List<TcpListener>(count);
        try
        {
            for (var tries = 0; listeners.Count < count; tries++)
            {
                var listener = new TcpListener(IPAddress.Loopback, tries < MostTries ? Random.Shared.Next(Lowest, Highest + 1) : 0) { ExclusiveAddressUse = true };
                try
                {
                    listener.Start();
                    listeners.Add(listener);
                }
                catch (SocketException) when (tries < MostTries)
                {
                    listener.Dispose();
                }
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
