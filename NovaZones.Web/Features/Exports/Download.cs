using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NovaZones.Web.Features.Exports;

/// <summary>A table sent row by row as a file, in CSV, JSON or NDJSON; nothing is held but a few rows.</summary>
/// <param name="name">Name of the file without its ending.</param>
/// <param name="format">How it is written.</param>
/// <param name="columns">The columns.</param>
/// <param name="rows">The rows; one more than <paramref name="maxRows"/> tells that there are more.</param>
/// <param name="maxRows">Most rows to send.</param>
/// <param name="isCut">Whether there are more rows than were given.</param>
internal sealed class Download<T>(string name, ExportFormat format, IReadOnlyList<ExportColumn<T>> columns, IAsyncEnumerable<T> rows, int maxRows, bool isCut = false) : IResult
{
    private const int RowsBetweenFlushes = 500;

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = $"attachment; filename=\"{FileName}\"";
        response.ContentType = ContentType;
        return format == ExportFormat.Ndjson ? WriteLinesAsync(response, httpContext.RequestAborted) : WriteAsync(response.Body, httpContext.RequestAborted);
    }

    /// <summary>Name of the file with its ending.</summary>
    public string FileName => $"{name}.{format.ToString().ToLowerInvariant()}";

    /// <summary>What the file holds, for browsers.</summary>
    public string ContentType => format switch
    {
        ExportFormat.Csv => "text/csv; charset=utf-8; header=present",
        ExportFormat.Ndjson => "application/x-ndjson",
        _ => "application/json",
    };

    /// <summary>Writes the file, CSV or JSON.</summary>
    public Task WriteAsync(Stream stream, CancellationToken cancellationToken) =>
        format == ExportFormat.Csv ? WriteCsvAsync(stream, cancellationToken) : WriteJsonAsync(stream, cancellationToken);

    private async Task WriteLinesAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        var (sent, isMore) = (0, isCut);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (sent == maxRows)
            {
                isMore = true;
                break;
            }

            WriteRow(json, row);
            EndLine(json, response);
            if (++sent % RowsBetweenFlushes == 0)
            {
                await response.BodyWriter.FlushAsync(cancellationToken);
            }
        }

        json.WriteStartObject();
        json.WriteBoolean("truncated", isMore);
        json.WriteEndObject();
        EndLine(json, response);
        await response.BodyWriter.FlushAsync(cancellationToken);
    }

    private static void EndLine(Utf8JsonWriter json, HttpResponse response)
    {
        json.Flush();
        response.BodyWriter.Write("\n"u8);
        json.Reset(response.BodyWriter);
    }

    private async Task WriteCsvAsync(Stream stream, CancellationToken cancellationToken)
    {
        var text = new StringBuilder(CsvText.Line(columns.Select(c => c.Name)));
        var sent = 0;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (sent++ == maxRows)
            {
                break;
            }

            text.Append(CsvText.Line(columns.Select(c => c.Value(row))));
            if (sent % RowsBetweenFlushes == 0)
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
                text.Clear();
            }
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
    }

    private async Task WriteJsonAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(stream);
        var (sent, isMore) = (0, isCut);
        json.WriteStartObject();
        json.WriteStartArray("items");
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (sent == maxRows)
            {
                isMore = true;
                break;
            }

            WriteRow(json, row);
            if (++sent % RowsBetweenFlushes == 0)
            {
                await json.FlushAsync(cancellationToken);
            }
        }

        json.WriteEndArray();
        json.WriteBoolean("truncated", isMore); // known only at the end
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }

    private void WriteRow(Utf8JsonWriter json, T row)
    {
        json.WriteStartObject();
        foreach (var column in columns)
        {
            json.WritePropertyName(column.Name);
            switch (column.Value(row))
            {
                case null:
                    json.WriteNullValue();
                    break;
                case DateTimeOffset at:
                    json.WriteStringValue(at.UtcDateTime);
                    break;
                case string words:
                    json.WriteStringValue(words);
                    break;
                case double number:
                    json.WriteNumberValue(number);
                    break;
                case var number:
                    json.WriteNumberValue(Convert.ToInt64(number, CultureInfo.InvariantCulture));
                    break;
            }
        }

        json.WriteEndObject();
    }
}
