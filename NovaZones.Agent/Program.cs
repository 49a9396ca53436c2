using System.Globalization;
using Microsoft.Extensions.Hosting;
using NovaZones.Agent.Hosting;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
try
{
    using var host = AgentProgram.Create(args);
    await host.RunAsync();
    return 0;
}
catch (Exception ex) when (AgentStartFaults.Explain(ex) is { Count: > 0 } lines)
{
    foreach (var line in lines)
    {
        await Console.Error.WriteLineAsync($"NovaZones agent cannot start: {line}");
    }

    return 1;
}
