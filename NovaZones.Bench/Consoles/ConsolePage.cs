using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NovaZones.Bench.Consoles;

/// <summary>What a page that the server drew tells the browser, so that it can be made live.</summary>
/// <param name="Operations">The roots of the page, as the circuit takes them.</param>
/// <param name="State">What the drawing of the page handed on to its circuit.</param>
internal sealed partial record ConsolePage(string Operations, string State)
{
    /// <exception cref="InvalidDataException">The page has no interactive part, so that it is not the console's.</exception>
    public static ConsolePage Read(string html)
    {
        var operations = new JsonArray();
        foreach (Match comment in Marker().Matches(html))
        {
            // The end of a root is a marker, too; only its beginning describes it.
            if (JsonNode.Parse(comment.Groups["json"].Value) is { } marker && marker["descriptor"] is not null)
            {
                operations.Add(new JsonObject { ["type"] = "add", ["ssrComponentId"] = operations.Count + 1, ["marker"] = marker });
            }
        }

        if (operations.Count == 0)
        {
            throw new InvalidDataException("The zone's answer is no page of the console.");
        }

        return new ConsolePage(new JsonObject { ["batchId"] = 1, ["operations"] = operations }.ToJsonString(), PersistedState().Match(html).Groups["state"].Value);
    }

    [GeneratedRegex("<!--Blazor:(?<json>{.*?})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>[^-]*)-->")]
    private static partial Regex PersistedState();
}
