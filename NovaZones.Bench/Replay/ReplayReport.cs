using Spectre.Console;

namespace NovaZones.Bench.Replay;

/// <summary>Prints a replay's outcome as plain lines, which read the same on a terminal and in a log.</summary>
internal static class ReplayReport
{
    internal static void Print(IAnsiConsole console, ReplayResult result)
    {
        foreach (var line in Lines(result))
        {
            console.WriteLine(line);
        }
    }

    internal static IEnumerable<string> Lines(ReplayResult result)
    {
        var figures = result.Figures;
        yield return "";
        yield return $"Tasks offered       {figures.Offered} in {result.ElapsedSeconds:0.0} s, {result.Concurrency} in flight, {result.Zones} zone(s)";
        yield return $"Placed              {figures.Placed} ({Percent(figures.Placed, figures.Offered)})";
        yield return $"Refused             {figures.Refused.Values.Sum()}";
        foreach (var (reason, count) in figures.Refused.OrderByDescending(entry => entry.Value))
        {
            yield return $"  {count,6}  {reason}";
        }

        if (figures.Repeated > 0)
        {
            yield return $"Sent again          {figures.Repeated} (no answer, or a 5xx)";
        }

        yield return $"GPU allocated       {Gpu(figures.Now, result.Capacity)}";
        yield return $"CPU allocated       {Cpu(figures.Now, result.Capacity)}";
        if (result.Departures)
        {
            yield return $"Released by then    {figures.Released}";
            yield return $"GPU at its peak     {Gpu(figures.Peak, result.Capacity)}";
        }

        yield return $"Requests a second   {result.RequestsPerSecond:0.0}";
        yield return $"Placement latency   p50 {figures.P50Ms:0.0} ms, p99 {figures.P99Ms:0.0} ms";
        if (figures.Elsewhere > 0)
        {
            yield return $"Placed elsewhere    {figures.Elsewhere}, in child zones whose hosts this check cannot see; sums are not compared";
        }

        var over = result.Books.OverCount + (result.UsedAtEnd?.OverCount ?? 0);
        yield return $"Over-capacity check {result.Books.Hosts} hosts, {result.Books.Inventories} inventories, {over} above capacity";
        foreach (var fault in result.Faults)
        {
            yield return "FAULT: " + fault;
        }

        yield return result.Sound ? "The books agree: used equals what was placed and not released." : $"NOT SOUND: {result.Faults.Count} fault(s).";
    }

    private static string Gpu(Amounts used, Amounts capacity) =>
        $"{used.GpuMilli / 1000.0:0.0} of {capacity.GpuMilli / 1000.0:0} GPUs ({Percent(used.GpuMilli, capacity.GpuMilli)})";

    private static string Cpu(Amounts used, Amounts capacity) =>
        $"{used.CpuMilli / 1000.0:0} of {capacity.CpuMilli / 1000.0:0} cores ({Percent(used.CpuMilli, capacity.CpuMilli)})";

    private static string Percent(long part, long whole) => whole == 0 ? "-" : $"{100.0 * part / whole:0.00} %";
}
