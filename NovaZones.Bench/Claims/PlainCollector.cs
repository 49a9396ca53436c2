using System.Diagnostics;

namespace NovaZones.Bench.Claims;

/// <summary>Runs this program again with the collector set up as a zone's is.</summary>
/// <remarks>
/// The program itself conserves memory, which a row of <c>decisions</c> is about; claims leave much behind that is soon gone, and closing
/// its holes would cost them a fifth of their time. The runtime takes this setting only at its start.
/// </remarks>
internal static class PlainCollector
{
    private const string Variable = "DOTNET_GCConserveMemory";

    /// <summary>Whether this process conserves memory and nobody chose that it should.</summary>
    public static bool IsMissing => AppContext.GetData("System.GC.ConserveMemory") is not null && Environment.GetEnvironmentVariable(Variable) is null;

    /// <returns>The exit code of the other run.</returns>
    public static async Task<int> RunAgainAsync(CancellationToken cancellationToken)
    {
        // Either the program's own file, or dotnet with the program's library as the first argument.
        var arguments = Environment.GetCommandLineArgs();
        var own = Environment.ProcessPath ?? throw new InvalidOperationException("The system does not tell this program's file.");
        var isHosted = string.Equals(Path.GetFileNameWithoutExtension(own), "dotnet", StringComparison.OrdinalIgnoreCase);
        using var process = Process.Start(new ProcessStartInfo(own, isHosted ? arguments : arguments[1..]) { Environment = { [Variable] = "0" } })!;
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return process.ExitCode;
    }
}
