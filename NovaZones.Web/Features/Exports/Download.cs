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
internal sealed class Download<T>(string name, ExportFormat format, IReadOnlyList<ExportColumn<T>> columns, IAsyncEnumerable<T> rows, int maxRows) : IResult
{
    private const int RowsBetweenFlushes = 500;

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}.{format.ToString().ToLowerInvariant()}\"";
        response.ContentType = format switch
        {
            ExportFormat.Csv => "text/csv; charset=utf-8; header=present",
            ExportFormat.Ndjson => "application/x-ndjson",
            _ => "application/json",
        };
        return format switch
        {
            ExportFormat.Csv => WriteCsvAsync(response, httpContext.RequestAborted),
            ExportFormat.Ndjson => WriteLinesAsync(response, httpContext.RequestAborted),
            _ => WriteJsonAsync(response, httpContext.RequestAborted),
        };
    }

    private async Task WriteLinesAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        var (sent, isCut) = (0, false);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (isCut = sent == maxRows)
            {
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
        json.WriteBoolean("truncated", isCut);
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

    private async Task WriteCsvAsync(HttpResponse response, CancellationToken cancellationToken)
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
                await response.WriteAsync(text.ToString(), cancellationToken);
                text.Clear();
            }
        }

        await response.WriteAsync(text.ToString(), cancellationToken);
    }

    private async Task WriteJsonAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(response.Body);
        var (sent, isCut) = (0, false);
        json.WriteStartObject();
        json.WriteStartArray("items");
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (isCut = sent == maxRows)
            {
                break;
            }

            WriteRow(json, row);
            if (++sent % RowsBetweenFlushes == 0)
            {
                await json.FlushAsync(cancellationToken);
            }
        }

        json.WriteEndArray();
        json.WriteBoolean("truncated", isCut); // known only at the end
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
