using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
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
    private const int ChunkSize = 1000;
    private const int MaxErrors = 100;

    /// <summary><c>POST /api/v1/hosts:report</c>. Lines are taken in chunks, each durable as a whole; a broken connection loses the rest only.</summary>
    public static async Task<Results<Ok<BatchReportResponse>, ProblemHttpResult>> ReportAsync(
        HttpRequest request, HostService hosts, IOptions<RequestLimits> limits, CancellationToken cancellationToken)
    {
        var batch = new Intake(hosts, request.HttpContext.User.BoundHost());
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
            await batch.EndAsync();
            return TypedResults.Ok(batch.ToResponse());
        }
        catch (BadHttpRequestException ex) when (ex.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return OutcomeResults.BodyTooLarge(request.HttpContext, " Send the reports in several requests.");
        }
        finally
        {
            await batch.SettleAsync();
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

    /// <summary>Gathers lines into chunks and counts what becomes of them; while one chunk is made durable, the next one is read.</summary>
    private sealed class Intake(HostService hosts, string? bound)
    {
        private List<HostReport> _reports = new(ChunkSize);
        private HashSet<string> _names = new(StringComparer.Ordinal);
        private HashSet<string> _writtenNames = new(StringComparer.Ordinal);
        private Task<IReadOnlyList<bool>> _written = Task.FromResult<IReadOnlyList<bool>>([]);
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

            // Behind a report of the same host that is not durable yet it would be judged by what the host said before.
            var digest = DigestOf(text);
            if (TryReadName(text, out var host) && IsAllowed(host) && !_names.Contains(host) && !_writtenNames.Contains(host) && hosts.TryBeat(host, digest))
            {
                _updated++;
                return;
            }

            try
            {
                using var document = JsonDocument.Parse(text);
                var root = document.RootElement;
                if (HostReportParser.TryParse(root, null, out var report, out var faults))
                {
                    if (!IsAllowed(report!.Name))
                    {
                        Fail(line, report.Name, [new Fault("name", $"the token is for the host {bound} alone")]);
                        return;
                    }

                    _reports.Add(report! with { Digest = digest });
                    _names.Add(report.Name);
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

        private bool IsAllowed(string host) => bound is null || string.Equals(bound, host, StringComparison.Ordinal);

        public async Task FlushAsync(CancellationToken cancellationToken)
        {
            await EndAsync();
            if (_reports.Count == 0)
            {
                return;
            }

            _written = hosts.ReportAsync(_reports, cancellationToken);
            _writtenNames = _names;
            _reports = new List<HostReport>(ChunkSize);
            _names = new HashSet<string>(StringComparer.Ordinal);
        }

        /// <summary>Waits until what was flushed is durable, and counts it.</summary>
        public async Task EndAsync()
        {
            var created = await _written;
            var fresh = created.Count(c => c);
            _created += fresh;
            _updated += created.Count - fresh;
            _written = Task.FromResult<IReadOnlyList<bool>>([]);
            _writtenNames.Clear();
        }

        /// <summary>Waits until nothing is being written any more, however it ends.</summary>
        public async Task SettleAsync() => await ((Task)_written).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        public BatchReportResponse ToResponse() => new(_created + _updated, _created, _updated, _failed, _errors);

        private static UInt128 DigestOf(ReadOnlySequence<byte> text)
        {
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(text.IsSingleSegment ? text.FirstSpan : text.ToArray(), digest);
            return BinaryPrimitives.ReadUInt128LittleEndian(digest);
        }

        /// <summary>The name alone, without looking at whether the rest makes sense.</summary>
        private static bool TryReadName(ReadOnlySequence<byte> text, [NotNullWhen(true)] out string? name)
        {
            name = null;
            var reader = new Utf8JsonReader(text);
            try
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                {
                    return false;
                }

                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var isName = reader.ValueTextEquals("name"u8);
                    reader.Read();
                    if (isName)
                    {
                        name = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                        return name is not null;
                    }

                    reader.Skip();
                }
            }
            catch (Exception ex) when (ex is JsonException or InvalidOperationException)
            {
                // What is wrong with it is said by who reads it in full.
            }

            return false;
        }

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
