using System.CommandLine;
using System.CommandLine.Invocation;
using NovaZones.Cli.Commands;

namespace NovaZones.Cli;

/// <summary>The command line <c>nz</c>.</summary>
internal static class NzApp
{
    /// <summary>Runs one command and says how it ended (<see cref="ExitCodes"/>).</summary>
    public static async Task<int> RunAsync(string[] args, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var parsed = Create(surroundings).Parse(args);
        var configuration = new InvocationConfiguration { Output = surroundings.Out, Error = surroundings.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        var code = await parsed.InvokeAsync(configuration, cancellationToken);
        return parsed.Action is ParseErrorAction ? ExitCodes.Usage : code;
    }

    private static RootCommand Create(Surroundings surroundings)
    {
        var connection = new ConnectionOptions(surroundings);
        var root = new RootCommand("Places, explains, watches and steers a NovaZones zone.")
        {
            ZoneCommands.Create(connection),
            HostCommands.Create(connection),
            PlaceCommand.Create(connection),
            PlacementCommands.Create(connection),
            PlacementCommands.CreateRelease(connection),
            ExplainCommand.Create(connection),
            CapacityCommand.Create(connection),
            PolicyCommands.Create(connection),
            TokenCommands.Create(connection),
            WatchCommand.Create(connection),
            CompletionCommand.Create(surroundings),
        };
        connection.AddTo(root);
        return root;
    }
}
