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
        services.AddHttpClient(HttpChildZoneClient.ClientName)
            .ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredService<ChildDialer>().CreateHandler())

            // What went wrong with a child is told by whoever asked; a line and a scope for each message would cost more than some questions.
            .RemoveAllLoggers();
        services.AddSingleton<IValidateOptions<FederationOptions>, CertificateFilesValidator>();
        services.AddSingleton<IValidateOptions<FederationOptions>, AllowedAddressesValidator>();
        services.AddSingleton<ChildCertificates>();
        services.AddSingleton<OwnCertificate>();
        services.AddParentCertificates();
        services.AddSingleton<ChildDialer>();
        services.AddSingleton<CleartextHttp2>();
        services.AddSingleton<IChildZoneClient, HttpChildZoneClient>();
        services.AddSingleton<IChildLink, SignalRChildLink>();
        services.AddSingleton<IPlanSealer, DataProtectionPlanSealer>();
    }
}
