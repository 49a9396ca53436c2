using NovaZones.Client;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Web.Demo;

/// <summary>The <c>demo</c> verb: a three-level tree of real zones with a moving workload.</summary>
internal static class DemoCommand
{
    /// <summary>Runs until Ctrl-C or SIGTERM.</summary>
    /// <returns>0 when it was asked to stop, 1 when it could not start or a part of it failed, 2 for wrong options.</returns>
    internal static async Task<int> RunAsync(string[] args)
    {
        var (options, fault) = DemoOptions.Parse(args is ["demo", ..] ? args[1..] : args);
        if (options.ShowHelp)
        {
            Console.Out.WriteLine(DemoOptions.Help);
            return 0;
        }

        if (fault is not null)
        {
            await Console.Error.WriteLineAsync(fault);
            return 2;
        }

        if (TakenPort(options) is { } port)
        {
            await Console.Error.WriteLineAsync($"Port {port} is taken; another demo may be running. Free it, or choose others with --port.");
            return 1;
        }

        using var stop = new StopRequest();
        var screen = new DemoScreen();
        try
        {
            await RunAsync(options, screen, stop.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            screen.Say("Everything is stopped.");
            return 0;
        }
        catch (Exception ex) when (ex is ZoneProcessException or ZoneUnreachableException or ZoneProblemException or HttpRequestException or IOException or UnauthorizedAccessException)
        {
            screen.Say("The demo ends: " + ex.Message);
            return 1;
        }
    }

    private static int? TakenPort(DemoOptions options) => DemoLayout.Zones
        .Select(zone => options.Port + zone.PortOffset)
        .Where(port => !LoopbackPorts.IsFree(port))
        .Select(port => (int?)port)
        .FirstOrDefault();

    private static async Task RunAsync(DemoOptions options, DemoScreen screen, CancellationToken cancellationToken)
    {
        screen.Say($"Data in {Path.GetFullPath(options.DataDirectory)}, emptied.");
        DemoData.Empty(options.DataDirectory);

        await using var tree = new DemoTree(options, screen, TimeProvider.System);
        await tree.StartAsync(cancellationToken);
        await new DemoShow(options, tree, screen, TimeProvider.System).RunAsync(cancellationToken);
    }
}
