using System.IO.Compression;
using CsvHelper;

namespace NovaZones.Bench.Openb;

/// <summary>Reads a CSV file with header, plain or gzip (by its first bytes, not by its name), row by row.</summary>
internal static class TraceFile
{
    // A stray quote is a fault to name, not one to mend silently, and every fault names its line.
    private static readonly CsvReaderOptions Options = new() { TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw };

    /// <exception cref="TraceFormatException">The header lacks a required column, or a row is not CSV or has another number of fields.</exception>
    internal static List<T> Read<T>(string path, IReadOnlyList<string> requiredColumns, Func<TraceRow, T> convert)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read);
        return Read(stream, Path.GetFileName(path), requiredColumns, convert);
    }

    internal static List<T> Read<T>(Stream stream, string file, IReadOnlyList<string> requiredColumns, Func<TraceRow, T> convert)
    {
        using var csv = CsvReader.Create(Unpack(stream), Options);
        try
        {
            RequireColumns(csv, file, requiredColumns);
            var row = new TraceRow(csv, file);
            var rows = new List<T>();
            while (csv.Read())
            {
                RequireFieldCount(csv, row);
                rows.Add(convert(row));
            }

            return rows;
        }
        catch (CsvFormatException ex)
        {
            throw new TraceFormatException(file, Math.Max(1, (int)ex.LineNumber), requiredColumns[0], "is not valid CSV: " + FirstLine(ex.Message));
        }
        catch (InvalidDataException ex)
        {
            throw new TraceFormatException(file, 1, requiredColumns[0], "the gzip data is damaged: " + FirstLine(ex.Message));
        }
    }

    private static Stream Unpack(Stream stream)
    {
        Span<byte> magic = stackalloc byte[2];
        var read = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        stream.Position = 0;
        return read == 2 && magic[0] == 0x1F && magic[1] == 0x8B ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }

    private static void RequireColumns(CsvReader csv, string file, IReadOnlyList<string> requiredColumns)
    {
        csv.ReadHeader();
        if (csv.Headers.Count == 0)
        {
            throw new TraceFormatException(file, 1, requiredColumns[0], "the file is empty");
        }

        foreach (var column in requiredColumns.Where(column => !csv.TryGetFieldIndex(column, out _)))
        {
            throw new TraceFormatException(file, 1, column, $"is missing; the header is \"{string.Join(',', csv.Headers)}\"");
        }
    }

    private static void RequireFieldCount(CsvReader csv, TraceRow row)
    {
        var expected = csv.Headers.Count;
        if (csv.FieldCount != expected)
        {
            throw row.Fault(csv.Headers[Math.Min(csv.FieldCount, expected - 1)], $"the row has {csv.FieldCount} fields, the header {expected}");
        }
    }

    private static string FirstLine(string message) => message.Split('\n', 2)[0].Trim();
}
