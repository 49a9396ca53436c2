using System.Diagnostics;
using System.Globalization;

namespace NovaZones.Bench.Drill;

/// <summary>Runs rounds: load, disturbances at random moments, healing, settlement, audit.</summary>
internal sealed class DrillRun(DrillZones zones, int callers, int seed)
{
    private static readonly TimeSpan SettlePatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AuditPause = TimeSpan.FromMilliseconds(500);

    private readonly Random _random = new(seed);
    private readonly DrillLoad _load = new(zones.Root.Client, seed);

    /// <summary>What callers were answered against a promise.</summary>
    internal IReadOnlyList<string> Wrong => _load.Wrong;

    internal async Task<DrillRound> RoundAsync(int number, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var load = Enumerable.Range(0, callers).Select(caller => _load.RunAsync(number, caller, stop.Token)).ToList();
        var told = new List<string>();
        var disturbances = _random.Next(1, 4);
        for (var i = 0; i < disturbances; i++)
        {
            await Task.Delay(_random.Next(150, 900), cancellationToken);
            told.Add(await DisturbAsync());
        }

        await Task.Delay(_random.Next(300, 2500), cancellationToken);
        await HealAsync(cancellationToken);
        await stop.CancelAsync();
        await Task.WhenAll(load);
        cancellationToken.ThrowIfCancellationRequested();
        var started = Stopwatch.GetTimestamp();
        await zones.ReportAsync(cancellationToken);
        await _load.EndAsync(SettlePatience, cancellationToken);
        var findings = await SettleAsync(started, cancellationToken);
        return new DrillRound(number, told, _load.Counts(), Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 1), findings);
    }

    private async Task<string> DisturbAsync()
    {
        if (_random.Next(2) == 0)
        {
            var zone = zones.All[_random.Next(zones.All.Count)];
            await zone.KillAsync();
            return $"kill {zone.Name}";
        }

        var line = zones.Lines.ElementAt(_random.Next(zones.Lines.Count()));
        var state = (LineState)_random.Next(1, 4);
        line.Be(state);
        return string.Create(CultureInfo.InvariantCulture, $"{line.Name} {state.ToString().ToLowerInvariant()}");
    }

    private async Task HealAsync(CancellationToken cancellationToken)
    {
        foreach (var line in zones.Lines)
        {
            line.Be(LineState.Open);
        }

        foreach (var zone in zones.All)
        {
            await zone.StartAsync(cancellationToken);
        }
    }

    private async Task<DrillFindings> SettleAsync(long started, CancellationToken cancellationToken)
    {
        while (true)
        {
            var findings = DrillAudit.Read(zones.All, _load.Standing);
            if (findings.IsClean || Stopwatch.GetElapsedTime(started) >= SettlePatience)
            {
                return findings;
            }

            await Task.Delay(AuditPause, cancellationToken);
        }
    }
}
