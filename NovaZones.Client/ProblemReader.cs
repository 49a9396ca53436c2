using System.Net;
using System.Text.Json;

namespace NovaZones.Client;

/// <summary>Reads what a zone says when it says no (RFC 9457).</summary>
internal static class ProblemReader
{
    public static ZoneProblemException Read(HttpStatusCode status, byte[] body)
    {
        Document? document = null;
        try
        {
            document = body.Length == 0 ? null : JsonSerializer.Deserialize<Document>(body, ZoneApi.Json);
        }
        catch (JsonException)
        {
            // Something between us and the zone answered.
        }

        var words = document?.Detail ?? document?.Title ?? status switch
        {
            HttpStatusCode.Unauthorized => "The zone does not know the token.",
            HttpStatusCode.Forbidden => "The token may not do this.",
            HttpStatusCode.NotFound => "There is no such thing.",
            _ => $"The zone answered {(int)status}.",
        };
        return new ZoneProblemException(status, document?.Type, words, document?.Errors ?? [], document?.TraceId) { Body = body };
    }

    private sealed record Document(string? Type, string? Title, string? Detail, string? TraceId, IReadOnlyList<ZoneFault>? Errors);
}
