namespace NovaZones.Web.Demo.Zones;

/// <summary>The file that takes a zone process's output. Thread-safe.</summary>
/// <remarks>One older file is kept, so that a demo left running for weeks cannot fill a disk.</remarks>
internal sealed class ZoneLog : IDisposable
{
    private const long MaxBytes = 8 * 1024 * 1024;

    // Guards the writer and the count: standard output and standard error arrive on two threads.
    private readonly Lock _gate = new();
    private StreamWriter? _writer;
    private long _written;

    internal ZoneLog(string path)
    {
        FilePath = path;
        _writer = Open(path);
    }

    internal string FilePath { get; }

    public void Dispose()
    {
        lock (_gate)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }

    internal void WriteLine(string? line)
    {
        lock (_gate)
        {
            if (line is null || _writer is null)
            {
                return;
            }

            if (_written > MaxBytes)
            {
                _writer.Dispose();
                File.Move(FilePath, FilePath + ".1", overwrite: true);
                _writer = Open(FilePath);
                _written = 0;
            }

            _writer.WriteLine(line);
            _written += line.Length + 1;
        }
    }

    /// <summary>The last lines, for a message about a zone that would not start.</summary>
    internal string Tail(int lines = 25)
    {
        lock (_gate)
        {
            using var reader = new StreamReader(new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            var kept = new Queue<string>(lines);
            while (reader.ReadLine() is { } line)
            {
                if (kept.Count == lines)
                {
                    kept.Dequeue();
                }

                kept.Enqueue(line);
            }

            return string.Join(Environment.NewLine, kept.Select(line => "    " + line));
        }
    }

    private static StreamWriter Open(string path) =>
        new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
}
