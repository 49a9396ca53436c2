using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NovaZones.Core;
using NovaZones.Core.Fleet;
using NovaZones.Core.Query;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.Hosts;

/// <summary>Many reports in one request: NDJSON, a report a line with its <c>name</c>. A wrong line costs that line alone.</summary>
internal static class HostBatch
{
    private const int ChunkSize = 500;
    private const int MaxErrors = 100;

    /// <summary><c>POST /api/v1/hosts:report</c>. Lines are taken in chunks, each durable as a whole; a broken connection loses the rest only.</summary>
    public static async Task<Results<Ok<BatchReportResponse>, ProblemHttpResult>> ReportAsync(
        HttpRequest request, HostService hosts, IOptions<RequestLimits> limits, CancellationToken cancellationToken)
    {
        var batch = new Intake(hosts);
        try
        {
            var line = 0;
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(cancellationToken);
                var buffer = read.Buffer;
                while (TryReadLine(ref buffer, read.IsCompleted, out var text))
                {
                    line++;
                    if (text.Length > limits.Value.MaxLineBytes)
                    {
                        batch.Fail(line, null, [new Fault("", $"the line is longer than {limits.Value.MaxLineBytes} bytes")]);
                    }
                    else
                    {
                        batch.Add(line, text);
                    }

                    if (batch.IsFull)
                    {
                        await batch.FlushAsync(cancellationToken);
                    }
                }

                if (buffer.Length > limits.Value.MaxLineBytes)
                {
                    // No line end in sight: reading on would only fill the memory.
                    var detail = $"Line {line + 1} has more than {limits.Value.MaxLineBytes} bytes.";
                    return OutcomeResults.Problem(
                        StatusCodes.Status413PayloadTooLarge, ProblemTypes.BodyTooLarge, "A line is too long.", detail,
                        new Dictionary<string, object?> { ["errors"] = new[] { new Fault("", detail) } });
                }

                request.BodyReader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted)
                {
                    break;
                }
            }

            await batch.FlushAsync(cancellationToken);
            return TypedResults.Ok(batch.ToResponse());
        }
        catch (BadHttpRequestException ex) when (ex.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return OutcomeResults.BodyTooLarge(request.HttpContext, " Send the reports in several requests.");
        }
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = buffer;
        if (!isLast || buffer.IsEmpty)
        {
            return false;
        }

        buffer = buffer.Slice(buffer.End);
        return true;
    }

    /// <summary>Gathers lines into chunks and counts what becomes of them.</summary>
    private sealed class Intake(HostService hosts)
    {
        private readonly List<HostReport> _reports = new(ChunkSize);
        private readonly List<FailedLine> _errors = [];
        private int _created;
        private int _updated;
        private int _failed;

        public bool IsFull => _reports.Count >= ChunkSize;

        public void Add(int line, ReadOnlySequence<byte> text)
        {
            if (IsBlank(text))
            {
                return;
            }

            try
            {
                using var document = JsonDocument.Parse(text);
                var root = document.RootElement;
                if (HostReportParser.TryParse(root, null, out var report, out var faults))
                {
                    _reports.Add(report!);
                    return;
                }

                var name = JsonText.TryGetMember(root, "name", out var value) && value.ValueKind == JsonValueKind.String && JsonText.TryRead(value, out var read) ? read : null;
                Fail(line, name, faults);
            }
            catch (JsonException ex)
            {
                Fail(line, null, [new Fault("", $"is not valid JSON from byte {ex.BytePositionInLine + 1} on")]);
            }
        }

        public void Fail(int line, string? name, IReadOnlyList<Fault> faults)
        {
            _failed++;
            if (_errors.Count < MaxErrors)
            {
                _errors.Add(new FailedLine(line, name, faults));
            }
        }

        public async Task FlushAsync(CancellationToken cancellationToken)
        {
            if (_reports.Count == 0)
            {
                return;
            }

            var created = await hosts.ReportAsync(_reports, cancellationToken);
            var fresh = created.Count(c => c);
            _created += fresh;
            _updated += created.Count - fresh;
            _reports.Clear();
        }

        public BatchReportResponse ToResponse() => new(_created + _updated, _created, _updated, _failed, _errors);

        private static bool IsBlank(ReadOnlySequence<byte> text)
        {
            foreach (var segment in text)
            {
                if (segment.Span.ContainsAnyExcept(" \t\r"u8))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
