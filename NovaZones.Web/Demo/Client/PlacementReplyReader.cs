using System.Net;
using System.Text.Json;

namespace NovaZones.Web.Demo.Client;

/// <summary>Turns status and body of a placement answer into one of the endings a caller acts on.</summary>
internal static class PlacementReplyReader
{
    internal static PlacementReply Read(HttpStatusCode status, byte[] body)
    {
        if ((int)status is >= 500 or 408 or 429)
        {
            return new PlacementReply.Unanswered($"status {(int)status}");
        }

        JsonElement document;
        try
        {
            document = JsonSerializer.Deserialize<JsonElement>(body, ZoneClient.Json);
        }
        catch (JsonException)
        {
            return new PlacementReply.Rejected($"status {(int)status} without a JSON body");
        }

        return status switch
        {
            HttpStatusCode.Created or HttpStatusCode.OK => ReadPlaced(document),
            HttpStatusCode.Conflict => new PlacementReply.Refused(PlacementRefusal.Parse(document)),
            _ => new PlacementReply.Rejected($"status {(int)status}: {Shorten(document.GetRawText())}"),
        };
    }

    private static PlacementReply ReadPlaced(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object
            || !document.TryGetProperty("reservationId", out var id)
            || !document.TryGetProperty("instances", out var instances)
            || id.GetString() is not { Length: > 0 } reservationId)
        {
            return new PlacementReply.Rejected("success without reservationId and instances");
        }

        var zones = instances.EnumerateArray()
            .Select(instance => instance.TryGetProperty("zone", out var zone) ? zone.GetString() ?? "" : "")
            .ToArray();
        return new PlacementReply.Placed(reservationId, zones.Length, zones);
    }

    private static string Shorten(string text) => text.Length <= 300 ? text : text[..300] + "…";
}
