using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Links;

namespace NovaZones.Web.Federation;

/// <summary>Registers the adapters for the core's federation ports.</summary>
internal static class FederationServiceCollectionExtensions
{
    /// <summary>Adds the HTTP client for children and the sealer of plans.</summary>
    public static void AddFederation(this IServiceCollection services)
    {
        services.AddHttpClient(HttpChildZoneClient.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                // A redirect would carry the child's token to wherever it points.
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                ConnectTimeout = TimeSpan.FromSeconds(2),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                MaxConnectionsPerServer = 256,
                EnableMultipleHttp2Connections = true,
                SslOptions = { RemoteCertificateValidationCallback = provider.GetRequiredService<ChildCertificates>().Check },
            })

            // What went wrong with a child is told by whoever asked; a line and a scope for each message would cost more than some questions.
            .RemoveAllLoggers();
        services.AddSingleton<IValidateOptions<FederationOptions>, TrustedAuthorityValidator>();
        services.AddSingleton<ChildCertificates>();
        services.AddSingleton<CleartextHttp2>();
        services.AddSingleton<IChildZoneClient, HttpChildZoneClient>();
        services.AddSingleton<IChildLink, SignalRChildLink>();
        services.AddSingleton<IPlanSealer, DataProtectionPlanSealer>();
    }
}
