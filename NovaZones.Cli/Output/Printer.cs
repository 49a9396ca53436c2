using System.Text.Json;
using NovaZones.Client;
using Spectre.Console;

namespace NovaZones.Cli.Output;

/// <summary>Prints results: tables for people, JSON for scripts.</summary>
internal sealed class Printer(TextWriter output, bool isJson)
{
    // Wide where nobody looks: a table that goes into a file or a pipe must not be broken into the lines of a terminal.
    private const int WidthOfNoTerminal = 1000;

    private static readonly JsonSerializerOptions Indented = new(ZoneApi.Json) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions OneLine = new(ZoneApi.Json) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether scripts read it.</summary>
    public bool IsJson => isJson;

    /// <summary>The value as JSON, or what <paramref name="write"/> makes of it.</summary>
    public void Show<T>(T value, Action<T> write)
    {
        if (isJson)
        {
            output.WriteLine(JsonSerializer.Serialize(value, Indented));
        }
        else
        {
            write(value);
        }
    }

    /// <summary>A line; nothing where scripts read.</summary>
    public void Say(string text)
    {
        if (!isJson)
        {
            output.WriteLine(text);
        }
    }

    /// <summary>One value on one line, for a stream of them.</summary>
    public void Line<T>(T value) => output.WriteLine(JsonSerializer.Serialize(value, OneLine));

    /// <summary>A table without frames, which can be read, cut and searched.</summary>
    public void Table(string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table { Border = TableBorder.None, ShowRowSeparators = false };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column.TrimStart('>').ToUpperInvariant(), new Style(decoration: Decoration.Bold)))
            {
                NoWrap = true,
                Padding = new Padding(0, 0, 2, 0),
                Alignment = column.StartsWith('>') ? Justify.Right : Justify.Left,
            });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        if (!isTerminal)
        {
            console.Profile.Width = WidthOfNoTerminal;
        }

        console.Write(table);
    }
}
