using System.Text.Json;
using System.Text.Json.Nodes;

namespace NovaZones.Core.Placement.Explain;

/// <summary>A change that may be tried: what would be told, and the request with it.</summary>
/// <param name="Told">What is told; its text lacks the number of hosts.</param>
/// <param name="Request">The request with the change.</param>
internal sealed record Change(RequestChange Told, PlacementRequest Request)
{
    /// <summary>Kind of two changes that help only together.</summary>
    public const string Both = "both";

    /// <summary>A condition that is dropped.</summary>
    public static Change Drop(string kind, string? attribute, string? from, string phrase, object patch, PlacementRequest request) =>
        new(new RequestChange(kind, attribute, from, null, 0, phrase, JsonSerializer.Serialize(patch)), request);

    /// <summary>This change and one that was made on top of it.</summary>
    public Change And(Change next) => new(
        new RequestChange(Both, null, null, null, 0, $"{Told.Text} and {next.Told.Text}", Merge(Told.Change!, next.Told.Change!)),
        next.Request);

    /// <summary>One merge patch that does what two do one after the other.</summary>
    public static string Merge(string first, string second) => Merge(JsonNode.Parse(first), JsonNode.Parse(second))?.ToJsonString() ?? "null";

    /// <summary>Whether a text from outside can be read as a merge patch.</summary>
    public static bool IsPatch(string text)
    {
        try
        {
            // Only the whole tree tells whether a name stands twice, which merging does not forgive.
            return JsonNode.Parse(text) is JsonObject patch && Merge(patch, patch) is not null;
        }
        catch (Exception ex) when (ex is JsonException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static JsonNode? Merge(JsonNode? first, JsonNode? second)
    {
        if (first is not JsonObject one || second is not JsonObject two)
        {
            return second?.DeepClone();
        }

        var both = (JsonObject)one.DeepClone();
        foreach (var (name, value) in two)
        {
            both[name] = Merge(one[name], value);
        }

        return both;
    }
}
