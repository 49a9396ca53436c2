using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace NovaZones.Core.Access;

/// <summary>Registers what decides who may do what.</summary>
public static class AccessServiceCollectionExtensions
{
    /// <summary>Adds <see cref="ApiTokenService"/>; an <see cref="IApiTokenStore"/> must be added beside it.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddApiTokens(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ApiTokenService>();
        return services;
    }
}
