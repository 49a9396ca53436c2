using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;

namespace NovaZones.Web.Composition;

/// <summary>How soon a session notices that its person was locked, signed out everywhere, or given another role.</summary>
internal static class ConsoleSessions
{
    /// <summary>The longest that a cookie or an open console is believed without a look at the person's row.</summary>
    public static readonly TimeSpan BelievedFor = TimeSpan.FromSeconds(10);

    /// <summary>Looks at the person again now and then: for cookies with requests, for open consoles by the clock.</summary>
    public static IServiceCollection AddConsoleSessions(this IServiceCollection services)
    {
        services.Configure<SecurityStampValidatorOptions>(validator => validator.ValidationInterval = BelievedFor);
        services.AddScoped<AuthenticationStateProvider, CircuitPerson>();
        return services;
    }
}
