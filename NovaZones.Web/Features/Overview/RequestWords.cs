using System.Text.Json;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Web.Features.Overview;

/// <summary>A request of the mix as people read it: <c>2 vCPU</c>, <c>4 GiB Memory</c>, and what is asked besides as it stands.</summary>
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
        _ => [$"{part.Name} {part.Value.GetRawText()}"],
    };

    private static string Amount(JsonProperty amount) => amount.Value.TryGetInt64(out var whole)
        ? $"{ResourceText.Amount(amount.Name, whole)} {ResourceText.Label(amount.Name)}"
        : $"{amount.Name} {amount.Value.GetRawText()}";
}
