namespace NovaZones.Bench.Soak;

/// <summary>Reads a zone's log for what it calls an error itself.</summary>
internal static class ZoneLogLines
{
    private const int LinesOfAnError = 4;

    /// <summary>Each entry of level Error or Critical, with the lines that follow it.</summary>
    public static IReadOnlyList<string> Errors(string zone, IReadOnlyList<string> lines)
    {
        var found = new List<string>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].StartsWith("fail:", StringComparison.Ordinal) || lines[i].StartsWith("crit:", StringComparison.Ordinal))
            {
                // What belongs to an entry is indented.
                var rest = lines.Skip(i + 1).TakeWhile(l => l.StartsWith(' ')).Take(LinesOfAnError);
                found.Add($"{zone}: {string.Join(' ', rest.Prepend(lines[i]).Select(l => l.Trim()))}");
            }
        }

        return found;
    }

    /// <summary>The same of the files of a zone's log, the older one first.</summary>
    public static IReadOnlyList<string> ErrorsOf(string zone, string path)
    {
        var lines = new List<string>();
        foreach (var file in new[] { path + ".1", path }.Where(File.Exists))
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            while (reader.ReadLine() is { } line)
            {
                lines.Add(line);
            }
        }

        return Errors(zone, lines);
    }
}
