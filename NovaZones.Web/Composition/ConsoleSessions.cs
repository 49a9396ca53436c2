using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace NovaZones.Web.Composition;

/// <summary>How soon a session notices that its person was locked, signed out everywhere, or given another role.</summary>
internal static class ConsoleSessions
{
    /// <summary>Looks at the person again now and then: for cookies with requests, for open consoles, listeners and watchers by the clock.</summary>
    public static IServiceCollection AddConsoleSessions(this IServiceCollection services)
    {
        services.AddOptions<SecurityStampValidatorOptions>().Configure<IOptions<AuthOptions>>((validator, auth) =>
        {
            validator.ValidationInterval = auth.Value.RecheckInterval;
            validator.OnRefreshingPrincipal = SessionValidator.CarryOnAsync;
        });
        services.AddSingleton<SessionEnds>();
        services.AddSingleton<SignOuts>();
        services.AddScoped<ISecurityStampValidator, SessionValidator>();
        services.AddSingleton<PersonStamps>();
        services.AddScoped<AuthenticationStateProvider, CircuitPerson>();
        services.AddScoped<CircuitHandler, CircuitWatch>();
        services.AddSingleton<OpenConnections>();
        services.AddHostedService(provider => provider.GetRequiredService<OpenConnections>());
        return services;
    }
}
