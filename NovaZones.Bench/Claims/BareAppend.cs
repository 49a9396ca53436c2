using System.Diagnostics;

namespace NovaZones.Bench.Claims;

/// <summary>What a durable write costs here: bytes appended to a file and synced, nothing else.</summary>
internal static class BareAppend
{
    /// <summary>The least: 4 KiB.</summary>
    public const int Page = 4096;

    /// <summary>Appends and syncs for a while and adds each write's microseconds to a list.</summary>
    /// <param name="directory">A folder on the file system that is measured.</param>
    /// <param name="size">Bytes of one append.</param>
    /// <param name="time">How long.</param>
    /// <param name="microseconds">Gets the times.</param>
    public static void Measure(string directory, int size, TimeSpan time, List<double> microseconds)
    {
        var path = Path.Combine(directory, "append.bin");
        var page = new byte[size];
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
