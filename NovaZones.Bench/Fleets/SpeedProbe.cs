using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NovaZones.Bench.Fleets;

/// <summary>Watches how fast the machine is while something else is measured on it.</summary>
/// <remarks>
/// Every few milliseconds a thread does the same small sum and looks how much processor time it was charged for it. To wait for a turn
/// costs none, so what the measured work takes does not show; what a hypervisor takes without a word does, for the guest charges it to whoever ran.
/// </remarks>
internal sealed class SpeedProbe : IDisposable
{
    private const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID of Linux
    private const int Steps = 20_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly ManualResetEventSlim _isEnding = new();
    private readonly List<SpeedSample> _samples = [];
    private readonly Thread _thread;
    private ulong _state = 1;

    /// <summary>Begins.</summary>
    /// <exception cref="PlatformNotSupportedException">A thread's processor time can be read on Linux only.</exception>
    public SpeedProbe()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("How fast the machine is can be watched on Linux only.");
        }

        _thread = new Thread(Watch) { IsBackground = true, Name = "speed probe" };
        _thread.Start();
    }

    /// <summary>Ends, and tells what it saw.</summary>
    public MachineSpeed End()
    {
        Dispose();
        return MachineSpeed.Of(_samples);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isEnding.IsSet)
        {
            return;
        }

        _isEnding.Set();
        _thread.Join();
    }

    private void Watch()
    {
        while (!_isEnding.Wait(Pause))
        {
            var begun = Stopwatch.GetTimestamp();
            var before = ProcessorTime();
            for (var step = 0; step < Steps; step++)
            {
                _state = (_state * 6364136223846793005) + 1442695040888963407;
            }

            _samples.Add(new SpeedSample(begun, ProcessorTime() - before));
        }
    }

    private static long ProcessorTime() => GetTime(ThreadClock, out var time) == 0 ? (time.Seconds * 1_000_000_000) + time.Nanoseconds : throw new InvalidOperationException("The thread's processor time cannot be read.");

    [DllImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out TimeOfClock time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeOfClock
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
