using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NovaZones.Agent.Assignments;

namespace NovaZones.Agent.Hosting;

/// <summary>The agent as a program of its own.</summary>
internal static class AgentProgram
{
    /// <summary>Builds it: settings from <c>appsettings.json</c> beside the program, the environment and the command line, the later of these winning.</summary>
    /// <param name="args">Settings as on the command line: <c>--Agent:HostName=node1</c>.</param>
    public static IHost Create(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddHostAgent();
        var host = builder.Build();

        // Before anything is logged about it: whoever starts it reads one line for each fault.
        try
        {
            host.Services.GetRequiredService<IStartupValidator>().Validate();
            host.Services.GetRequiredService<AgentStore>();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }
}
