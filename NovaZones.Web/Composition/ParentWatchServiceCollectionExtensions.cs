namespace NovaZones.Web.Composition;

/// <summary>Registers what ties a zone's life to the process that started it.</summary>
internal static class ParentWatchServiceCollectionExtensions
{
    /// <value>Boolean, default false: an ordinary zone may run with a closed standard input.</value>
    internal const string Setting = "Zone:ExitWithParent";

    /// <summary>Adds the watch when <c>Zone:ExitWithParent</c> is true; otherwise changes nothing.</summary>
    internal static IServiceCollection AddParentWatch(this IServiceCollection services, IConfiguration configuration)
    {
        if (!configuration.GetValue<bool>(Setting))
        {
            return services;
        }

        services.AddSingleton<IHostLifetime, ParentBoundLifetime>(); // the last registration wins over the console's
        services.AddHostedService<ParentWatch>();
        return services;
    }
}
