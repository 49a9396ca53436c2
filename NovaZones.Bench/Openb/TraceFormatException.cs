namespace NovaZones.Bench.Openb;

/// <summary>A trace file is not what it should be; the message names file, line and column.</summary>
internal sealed class TraceFormatException(string file, int line, string column, string fault)
    : Exception($"{file}, line {line}, column {column}: {fault}");
