using Microsoft.AspNetCore.Components.Server.Circuits;
using NovaZones.Core.Audit;

namespace NovaZones.Web.Audit;

/// <summary>Registers what records acts.</summary>
internal static class AuditServiceCollectionExtensions
{
    /// <summary>Adds the log's checks, the records of sign-ins, and who acts in circuits.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<AuditLog>();
        services.AddSingleton<SignInRecords>();
        services.AddScoped<CircuitHandler, CircuitActor>();
        return services;
    }
}
