using System.Collections.Concurrent;
using System.Globalization;
using NovaZones.Bench.Drill;

namespace NovaZones.Bench.Soak;

/// <summary>Disturbs a tree now and then, with quiet between: kills the zones that need not live throughout, cuts and slows lines.</summary>
internal sealed class SoakFaults(DrillZones zones, FaultWindows windows, int seed)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Disturbed = TimeSpan.FromSeconds(5);

    /// <summary>What a parent needs to ask a child again that it took for away.</summary>
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(400);
    private const double Loss = 0.1;

    private readonly Random _random = new(seed);
    private readonly ConcurrentQueue<string> _told = new();

    /// <summary>What was disturbed so far.</summary>
    public IReadOnlyList<string> Told => [.. _told];

    /// <summary>The zones whose processes are never killed: the root, and one between it and a leaf.</summary>
    public static IEnumerable<DrillZone> Survivors(DrillZones zones) => [zones.Root, zones.All.First(z => zones.All.Any(c => c.Parent == z) && z.Parent is not null)];

    /// <summary>Runs until told to stop; everything is healed when it returns.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var mortal = zones.All.Except(Survivors(zones)).ToList();
        var lines = zones.Lines.ToList();
        for (var turn = 0; await WaitAsync(Quiet, stop); turn++)
        {
            windows.Open();
            if (turn % 3 == 0)
            {
                var zone = mortal[_random.Next(mortal.Count)];
                _told.Enqueue($"kill {zone.Name}");
                await zone.KillAsync();
                await WaitAsync(Disturbed, stop);
                await zone.StartAsync(CancellationToken.None);
            }
            else if (turn % 3 == 1)
            {
                var line = lines[_random.Next(lines.Count)];
                var state = (LineState)_random.Next(1, 4);
                _told.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{line.Name} {state.ToString().ToLowerInvariant()}"));
                line.Be(state);
                await WaitAsync(Disturbed, stop);
                line.Be(LineState.Open);
            }
            else
            {
                var line = lines[_random.Next(lines.Count)];
                _told.Enqueue($"{line.Name} slow");
                (line.Delay, line.Loss) = (Slow, Loss);
                await WaitAsync(Disturbed, stop);
                (line.Delay, line.Loss) = (TimeSpan.Zero, 0);
            }

            await Task.Delay(Notice, CancellationToken.None);
            windows.Close();
        }
    }

    /// <summary>False when told to stop meanwhile.</summary>
    private static async Task<bool> WaitAsync(TimeSpan time, CancellationToken stop)
    {
        try
        {
            await Task.Delay(time, stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
