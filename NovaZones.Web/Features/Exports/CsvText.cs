using System.Globalization;

namespace NovaZones.Web.Features.Exports;

/// <summary>Cells and lines of CSV (RFC 4180).</summary>
internal static class CsvText
{
    /// <summary>A line with its end.</summary>
    public static string Line(IEnumerable<object?> values) => string.Join(',', values.Select(Cell)) + "\r\n";

    /// <summary>One cell; moments in UTC.</summary>
    /// <remarks>
    /// Names come from whoever reports a host or asks for a placement. A spreadsheet would run one that begins like a formula,
    /// so that an apostrophe is put before it.
    /// </remarks>
    public static string Cell(object? value)
    {
        var text = value switch
        {
            null => "",
            DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            string words => words is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + words : words,
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new ArgumentException($"A cell cannot hold a {value.GetType().Name}.", nameof(value)),
        };
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
