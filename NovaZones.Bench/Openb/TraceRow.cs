using System.Globalization;
using CsvHelper;

namespace NovaZones.Bench.Openb;

/// <summary>One data row, read by column name; every fault names its place.</summary>
internal sealed class TraceRow(CsvReader csv, string file)
{
    internal int Line => (int)csv.LineNumber;

    internal bool Has(string column) => csv.TryGetFieldIndex(column, out _);

    /// <summary>The text of a column, trimmed; empty when the column is not in the file.</summary>
    internal string Text(string column) => csv.TryGetFieldIndex(column, out var index) ? csv.GetString(index).Trim() : "";

    internal string RequiredText(string column) => Text(column) is { Length: > 0 } text ? text : throw Fault(column, "is empty");

    internal long Whole(string column, long min, long max)
    {
        var text = RequiredText(column);
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            throw Fault(column, $"\"{text}\" is not a whole number");
        }

        return value >= min && value <= max ? value : throw Fault(column, $"{value} is not within {min} to {max}");
    }

    /// <summary>Null for an absent column or an empty value.</summary>
    internal long? OptionalSeconds(string column) => Text(column).Length == 0 ? null : Whole(column, 0, long.MaxValue);

    internal TraceFormatException Fault(string column, string fault) => new(file, Line, column, fault);
}
