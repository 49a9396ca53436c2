using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace NovaZones.Core.Query;

/// <summary>Turns a JSON query into a checked <see cref="HostQuery"/>, or into everything that is wrong with it.</summary>
/// <remarks>Never throws on any document or text. The rules are in <c>docs/query-language.md</c>.</remarks>
public static class QueryParser
{
    /// <summary>How deep arrays may nest, the outermost counting as 1. Inclusive.</summary>
    public const int MaxDepth = 32;

    /// <summary>The largest query in bytes of its JSON text as UTF-8, white space included. Inclusive.</summary>
    public const int MaxBytes = 16 * 1024;

    internal const string RootPosition = "query";

    private static readonly string TooLarge = $"The query must be at most {MaxBytes} bytes.";

    // A text within the size limit cannot nest deeper than this, so depth is judged by our rule and named by position.
    private static readonly JsonDocumentOptions TextOptions = new() { MaxDepth = MaxBytes };

    /// <summary>Checks a query that arrived inside a larger document.</summary>
    /// <param name="root">The query; nothing of it is kept.</param>
    /// <param name="query">The query, when there is no fault.</param>
    /// <param name="faults">Every fault found (the first 100), empty on success.</param>
    public static bool TryParse(JsonElement root, [NotNullWhen(true)] out HostQuery? query, out IReadOnlyList<QueryFault> faults)
    {
        if (root.ValueKind != JsonValueKind.Undefined && JsonMarshal.GetRawUtf8Value(root).Length > MaxBytes)
        {
            return Refuse(TooLarge, out query, out faults);
        }

        var reader = new QueryReader();
        query = reader.Read(root);
        faults = reader.Faults;
        return query is not null;
    }

    /// <summary>Checks a query that is a JSON text of its own.</summary>
    /// <param name="text">The text.</param>
    /// <param name="query">The query, when there is no fault.</param>
    /// <param name="faults">Every fault found (the first 100), empty on success.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out HostQuery? query, out IReadOnlyList<QueryFault> faults)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = new byte[MaxBytes];
        switch (Utf8.FromUtf16(text, bytes, out _, out var length, replaceInvalidSequences: false))
        {
            case OperationStatus.Done:
                break;
            case OperationStatus.DestinationTooSmall:
                return Refuse(TooLarge, out query, out faults);
            default:
                return Refuse("The query has half of a surrogate pair in its text.", out query, out faults);
        }

        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory(0, length), TextOptions);
            return TryParse(document.RootElement, out query, out faults);
        }
        catch (JsonException fault)
        {
            return Refuse(
                $"The query is not JSON: line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.", out query, out faults);
        }
    }

    private static bool Refuse(string message, out HostQuery? query, out IReadOnlyList<QueryFault> faults)
    {
        query = null;
        faults = [new QueryFault(RootPosition, message)];
        return false;
    }
}
