using System.Diagnostics;

namespace NovaZones.Web.Demo;

/// <summary>Writes the demo's lines: a status that renews itself on a terminal, a line every ten seconds elsewhere. Thread-safe.</summary>
internal sealed class DemoScreen
{
    private static readonly TimeSpan QuietInterval = TimeSpan.FromSeconds(10);

    // Guards the console: zones report from several tasks, and a line must not land inside the status.
    private readonly Lock _gate = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly bool _live = !Console.IsOutputRedirected;
    private int _statusLength;
    private TimeSpan _nextStatus;

    /// <summary>A line that stays, with the time since the start.</summary>
    internal void Say(string text) => Write($"{Stopwatch.GetElapsedTime(_started).TotalSeconds,7:0.0} s  {text}");

    /// <summary>Text that stays, as it is.</summary>
    internal void Write(string text)
    {
        lock (_gate)
        {
            ClearStatus();
            Console.Out.WriteLine(text);
        }
    }

    /// <summary>The newest status; elsewhere than on a terminal most are skipped.</summary>
    internal void Status(string text)
    {
        lock (_gate)
        {
            var elapsed = Stopwatch.GetElapsedTime(_started);
            if (!_live)
            {
                if (elapsed >= _nextStatus)
                {
                    Console.Out.WriteLine($"{elapsed.TotalSeconds,7:0} s  {text}");
                    _nextStatus = elapsed + QuietInterval;
                }

                return;
            }

            ClearStatus();
            var line = $"{elapsed.TotalSeconds,7:0} s  {text}";
            var width = Console.WindowWidth > 1 ? Console.WindowWidth - 1 : 119;
            line = line.Length > width ? line[..width] : line; // a wrapped line could not be renewed
            Console.Out.Write(line);
            _statusLength = line.Length;
        }
    }

    private void ClearStatus()
    {
        if (_statusLength > 0)
        {
            Console.Out.Write("\r" + new string(' ', _statusLength) + "\r");
            _statusLength = 0;
        }
    }
}
