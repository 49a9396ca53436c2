using System.Diagnostics;

namespace NovaZones.Bench.Claims;

/// <summary>What the least durable write costs here: 4 KiB appended to a file and synced, nothing else.</summary>
internal static class BareAppend
{
    private const int Size = 4096;

    /// <summary>Appends and syncs for a while and adds each write's microseconds to a list.</summary>
    /// <param name="directory">A folder on the file system that is measured.</param>
    /// <param name="time">How long.</param>
    /// <param name="microseconds">Gets the times.</param>
    public static void Measure(string directory, TimeSpan time, List<double> microseconds)
    {
        var path = Path.Combine(directory, "append.bin");
        var page = new byte[Size];
        Random.Shared.NextBytes(page);
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            var whole = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(whole) < time)
            {
                var from = Stopwatch.GetTimestamp();
                file.Write(page);
                file.Flush(flushToDisk: true);
                microseconds.Add(Stopwatch.GetElapsedTime(from).TotalMicroseconds);
            }
        }

        File.Delete(path);
    }
}
