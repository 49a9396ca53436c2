using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core;
using NovaZones.Core.Json;

namespace NovaZones.Web.Errors;

/// <summary>Reads a request's body as JSON, to a depth at which what stands behind it can still say itself what is nested too deep.</summary>
internal static class JsonReading
{
    /// <summary>Deepest nesting of arrays and objects in a body; a query that may be 32 deep fits with room to name its own fault.</summary>
    public const int MaxDepth = 256;

    private const int LongestPath = 200;

    /// <summary>Options for documents of this depth.</summary>
    public static JsonDocumentOptions Options { get; } = new() { MaxDepth = MaxDepth };

    /// <summary>The body as a document of the caller's to dispose of, or the problem to answer with.</summary>
    public static async Task<(JsonDocument? Document, ProblemHttpResult? Problem)> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
            return (JsonDocument.Parse(WithoutMark(buffer.ToArray()), Options), null);
        }
        catch (JsonException ex)
        {
            return (null, FindTooDeep(WithoutMark(buffer.ToArray()).Span) is { } path
                ? OutcomeResults.Invalid([new Fault(path, $"is nested more than {MaxDepth} deep")])
                : OutcomeResults.MalformedJson(ex));
        }
        catch (BadHttpRequestException ex) when (ex.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, OutcomeResults.BodyTooLarge(context));
        }
    }

    /// <summary>The place at which a text, JSON as far as there, goes deeper than is read; null when it does not. Needs no stack of its own depth.</summary>
    internal static string? FindTooDeep(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });

        // Of each open array the index that comes next, of each open object the name of the member being read.
        var open = new Stack<(string? Name, int Next)>();
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        open.Pop();
                        open.Push((NameOf(ref reader), 0));
                        break;
                    case JsonTokenType.StartArray or JsonTokenType.StartObject when open.Count == MaxDepth:
                        return PathOf(open);
                    case JsonTokenType.StartArray:
                        open.Push((null, 0));
                        break;
                    case JsonTokenType.StartObject:
                        open.Push(("", 0));
                        break;
                    case JsonTokenType.EndArray or JsonTokenType.EndObject:
                        open.Pop();
                        Advance(open);
                        break;
                    default:
                        Advance(open);
                        break;
                }
            }
        }
        catch (JsonException)
        {
            // Broken before it is too deep.
        }

        return null;
    }

    /// <summary>Some programs put a mark before UTF-8 that says it is UTF-8.</summary>
    internal static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> json) => json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;

    private static void Advance(Stack<(string? Name, int Next)> open)
    {
        if (open.TryPeek(out var top) && top.Name is null)
        {
            open.Pop();
            open.Push((null, top.Next + 1));
        }
    }

    private static string NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return FieldReader.Shorten(reader.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: it cannot be shown.
            return "?";
        }
    }

    private static string PathOf(IEnumerable<(string? Name, int Next)> open)
    {
        var path = string.Concat(open.Reverse().Select(o => o.Name is null ? $"[{o.Next}]" : $".{o.Name}")).TrimStart('.');
        return path.Length <= LongestPath ? path : path[..LongestPath] + "…";
    }
}
