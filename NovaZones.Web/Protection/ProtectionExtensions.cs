namespace NovaZones.Web.Protection;

/// <summary>What stands between the network and the zone.</summary>
internal static class ProtectionExtensions
{
    /// <summary>Adds limits of connections and callers.</summary>
    public static IServiceCollection AddProtection(this IServiceCollection services)
    {
        services.AddOptions<ProtectionLimits>().BindConfiguration("Limits").ValidateDataAnnotations().ValidateOnStart();
        services.AddConnectionLimits();
        services.AddCallerLimits();
        services.AddTimeouts();
        return services;
    }
}
