using System.Diagnostics;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>The program as an operator starts it at a prompt, until it ends.</summary>
internal static class ZoneCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs the program with these words on the SQLite file in a folder.</summary>
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(string dataDirectory, params string[] words) =>
        RunAsync(dataDirectory, new Dictionary<string, string>(), words);

    /// <summary>The same in another environment.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string dataDirectory, IReadOnlyDictionary<string, string> environment, params string[] words)
    {
        var start = ZoneProgram.Describe();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        start.WorkingDirectory = dataDirectory;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["Database__DataDirectory"] = dataDirectory;
        start.Environment["Urls"] = "http://127.0.0.1:0";
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return (process.ExitCode, await output, await errors);
    }
}
