using System.Text.Json;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Web.Features.Overview;

/// <summary>A request of the mix as people read it: <c>2 vCPU</c>, <c>not CUSTOM_OLD</c>, <c>4 × (1 GPU, CUSTOM_A or CUSTOM_B)</c>, and what is asked besides as it stands.</summary>
public static class RequestWords
{
    /// <summary>The parts of a request.</summary>
    /// <param name="json">What is asked, as JSON.</param>
    public static IReadOnlyList<string> Of(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return [.. document.RootElement.EnumerateObject().SelectMany(PartsOf)];
            }
        }
        catch (JsonException)
        {
            return [json]; // another version's form
        }

        return [json];
    }

    private static IEnumerable<string> PartsOf(JsonProperty part) => part.Name switch
    {
        "resources" when part.Value.ValueKind == JsonValueKind.Object => part.Value.EnumerateObject().OrderBy(amount => ResourceText.Rank(amount.Name)).Select(Amount),
        "traits" when part.Value.ValueKind == JsonValueKind.Object => part.Value.EnumerateObject().SelectMany(TraitsOf),
        "groups" when part.Value.ValueKind == JsonValueKind.Array && part.Value.EnumerateArray().All(group => group.ValueKind == JsonValueKind.Object) => GroupsOf(part.Value),
        _ => [AsItStands(part)],
    };

    private static IEnumerable<string> TraitsOf(JsonProperty part) => part.Value.ValueKind != JsonValueKind.Array ? [AsItStands(part)] : part.Name switch
    {
        "required" => part.Value.EnumerateArray().Select(trait => trait.ToString()),
        "forbidden" => part.Value.EnumerateArray().Select(trait => $"not {trait}"),
        "anyOf" when part.Value.EnumerateArray().All(set => set.ValueKind == JsonValueKind.Array) => part.Value.EnumerateArray().Select(set => string.Join(" or ", set.EnumerateArray())),
        _ => [AsItStands(part)],
    };

    // Groups that ask for the same are told once, with their number.
    private static IEnumerable<string> GroupsOf(JsonElement groups) => groups.EnumerateArray()
        .Select(group => string.Join(", ", group.EnumerateObject().SelectMany(PartsOf)))
        .GroupBy(words => words, StringComparer.Ordinal)
        .Select(same => $"{same.Count()} × ({same.Key})");

    private static string AsItStands(JsonProperty part) => $"{part.Name} {part.Value.GetRawText()}";

    private static string Amount(JsonProperty amount) => amount.Value.TryGetInt64(out var whole)
        ? $"{ResourceText.Amount(amount.Name, whole)} {ResourceText.Label(amount.Name)}"
        : $"{amount.Name} {amount.Value.GetRawText()}";
}
