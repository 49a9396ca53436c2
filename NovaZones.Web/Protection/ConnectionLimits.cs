using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Protection;

/// <summary>Bounds what a connection may do to the server before anything of ours sees a request.</summary>
internal static class ConnectionLimits
{
    private static readonly TimeSpan BodyGrace = TimeSpan.FromSeconds(5);

    /// <summary>Sets the server's limits from <see cref="ProtectionLimits"/> and <see cref="RequestLimits"/>.</summary>
    public static IServiceCollection AddConnectionLimits(this IServiceCollection services)
    {
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<ProtectionLimits>, IOptions<RequestLimits>>((kestrel, protection, bodies) =>
        {
            var limits = protection.Value;
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = limits.MaxConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = limits.MaxConnections;
            kestrel.Limits.RequestHeadersTimeout = limits.HeadersTimeout;
            kestrel.Limits.KeepAliveTimeout = limits.KeepAliveTimeout;
            kestrel.Limits.MaxRequestHeadersTotalSize = limits.MaxHeaderBytes;
            kestrel.Limits.MaxRequestHeaderCount = limits.MaxHeaders;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(limits.MinBodyBytesPerSecond, BodyGrace);

            // What is no API either: forms. Routes of the API have bounds of their own.
            kestrel.Limits.MaxRequestBodySize = bodies.Value.MaxBodyBytes;
        });
        return services;
    }
}
