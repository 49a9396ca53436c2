using Microsoft.Extensions.Options;
using NovaZones.Agent;
using NovaZones.Agent.Hosting;
using NovaZones.Client;

namespace NovaZones.Web.Demo;

/// <summary>The real agent for the machine that the demo runs on, so that one real host stands among the simulated ones.</summary>
/// <remarks>
/// In this process, since another one would cost the demo's machine more than the agent itself. It has a token for its host alone, as an
/// agent in earnest would, and no command: what is placed on it is simulated like all else.
/// </remarks>
internal sealed class DemoAgent(DemoOptions options, DemoTree tree, DemoScreen screen)
{
    /// <summary>The zone that the machine reports to.</summary>
    internal const string Zone = "paris";

    private const string Aggregate = "this-machine";

    /// <summary>The name under which the machine is found.</summary>
    internal static string HostName { get; } = $"this-machine-{Clean(Environment.MachineName)}";

    /// <summary>Runs until told to stop. A machine that cannot be reported is said and is no end of the demo.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var host = await CreateAsync(cancellationToken);
            await host.StartAsync(cancellationToken);
            screen.Say($"this machine reports itself to {Zone} as {HostName}");
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }
            finally
            {
                await host.StopAsync(CancellationToken.None);
            }
        }
        catch (Exception ex) when (ex is ZoneProblemException or ZoneUnreachableException or OptionsValidationException or AgentStartException)
        {
            screen.Say($"this machine is not among the hosts: {ex.Message}");
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }

    private async Task<IHost> CreateAsync(CancellationToken cancellationToken)
    {
        var zone = tree.Zone(Zone).Process;
        using var operatorsZone = new ZoneApi(new ZoneApiOptions { Zone = zone.Url, Token = zone.Token });
        var token = await operatorsZone.CreateTokenAsync("agent of this machine", ["hosts:report"], host: HostName, cancellationToken: cancellationToken);
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"{AgentOptions.SectionName}:{nameof(AgentOptions.Zone)}"] = zone.Url.AbsoluteUri,
            [$"{AgentOptions.SectionName}:{nameof(AgentOptions.Token)}"] = token.Token,
            [$"{AgentOptions.SectionName}:{nameof(AgentOptions.HostName)}"] = HostName,
            [$"{AgentOptions.SectionName}:{nameof(AgentOptions.Aggregates)}:0"] = Aggregate,
            [$"{AgentOptions.SectionName}:{nameof(AgentOptions.DiskPath)}"] = Path.GetFullPath(options.DataDirectory),
            [$"{AgentOptions.SectionName}:{nameof(AgentOptions.DataFile)}"] = Path.Combine(Path.GetFullPath(options.DataDirectory), Zone, "agent.db"),
        });
        builder.Services.AddHostAgent();
        return builder.Build();
    }

    private static string Clean(string name) => new([.. name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '-')]);
}
