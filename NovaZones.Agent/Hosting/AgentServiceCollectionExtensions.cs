using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NovaZones.Agent.Assignments;
using NovaZones.Agent.Machine;
using NovaZones.Agent.Reporting;
using NovaZones.Client;

namespace NovaZones.Agent.Hosting;

/// <summary>Registers the agent of a host.</summary>
public static class AgentServiceCollectionExtensions
{
    // A command that is under way may end; so may the last call.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(25);

    /// <summary>Adds the agent, told by the section <c>Agent</c> of the configuration. A fault in it stops the start.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddHostAgent(this IServiceCollection services)
    {
        services.AddOptions<AgentOptions>().BindConfiguration(AgentOptions.SectionName).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AgentOptions>, UnknownSettings>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AgentOptions>, AgentOptionsValidator>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(p => CreateClient(p.GetRequiredService<IOptions<AgentOptions>>().Value));
        services.AddSingleton(p => new MachineReader(new MachineRoot(p.GetRequiredService<IOptions<AgentOptions>>().Value.Root), DiskSpace.Of));
        services.AddSingleton<ReportBuilder>();
        services.AddSingleton<ZoneReporter>();
        services.AddSingleton(p => AgentStore.Open(p.GetRequiredService<IOptions<AgentOptions>>().Value));
        services.AddSingleton<CommandRunner>();
        services.AddSingleton<CommandPool>();
        services.AddSingleton<ZoneAssignments>();
        services.AddHostedService<ReportWorker>();
        services.AddHostedService<AssignmentWorker>();
        return services;
    }

    private static ZoneApi CreateClient(AgentOptions options) =>
        new(new ZoneApiOptions { Zone = new Uri(options.Zone), Token = AgentToken.Read(options, out _), Timeout = options.CallTimeout });
}
