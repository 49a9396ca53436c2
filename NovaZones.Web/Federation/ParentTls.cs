using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;

namespace NovaZones.Web.Federation;

/// <summary>Asks whoever comes over TLS for a certificate, where parents must show one.</summary>
internal static class ParentTls
{
    /// <summary>Sets the server's way of asking.</summary>
    public static void AddParentCertificates(this IServiceCollection services)
    {
        services.AddSingleton<ParentCertificates>();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<FederationOptions>>((kestrel, federation) =>
        {
            if (string.IsNullOrEmpty(federation.Value.ParentAuthority))
            {
                return;
            }

            kestrel.ConfigureHttpsDefaults(https =>
            {
                // People and hosts have none; and a parent with a wrong one is to be told so, which a broken handshake could not.
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.AllowAnyClientCertificate();
            });
        });
    }
}
