using System.Text.Json;

namespace NovaZones.Web.Demo.Client;

/// <summary>Why a request was refused, read from the 409 problem document.</summary>
/// <param name="Cause">The filter that dropped the most hosts, else the last segment of the problem's type.</param>
/// <param name="Reason">That filter's leading reason, else the problem's title; may be empty.</param>
internal sealed record PlacementRefusal(string Cause, string Reason)
{
    // Filters may stand in the document itself and below each child; the bound keeps a hostile answer from growing the stack.
    private const int MaxDepth = 16;

    /// <summary>Reads what is there; a document without an explanation is still classified by its type.</summary>
    internal static PlacementRefusal Parse(JsonElement problem)
    {
        var dropped = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var reasons = new SortedDictionary<(string Filter, string Reason), long>();
        Collect(problem, dropped, reasons, MaxDepth);
        if (dropped.Count == 0)
        {
            return new PlacementRefusal(LastSegment(Text(problem, "type")), Text(problem, "title"));
        }

        var filter = dropped.MaxBy(entry => entry.Value).Key;
        var reason = reasons.Where(entry => entry.Key.Filter == filter).OrderByDescending(entry => entry.Value).Select(entry => entry.Key.Reason);
        return new PlacementRefusal(filter, reason.FirstOrDefault() ?? "");
    }

    private static void Collect(
        JsonElement element, IDictionary<string, long> dropped, IDictionary<(string Filter, string Reason), long> reasons, int depth)
    {
        if (depth == 0)
        {
            return;
        }

        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, dropped, reasons, depth - 1);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                if (property.NameEquals("filters") && property.Value.ValueKind == JsonValueKind.Array)
                {
                    AddFilters(property.Value, dropped, reasons);
                }
                else
                {
                    Collect(property.Value, dropped, reasons, depth - 1);
                }
            }
        }
    }

    private static void AddFilters(
        JsonElement filters, IDictionary<string, long> dropped, IDictionary<(string Filter, string Reason), long> reasons)
    {
        foreach (var entry in filters.EnumerateArray())
        {
            var filter = Text(entry, "filter");
            var hosts = Number(entry, "dropped");
            if (filter.Length == 0 || hosts <= 0)
            {
                continue;
            }

            dropped[filter] = (dropped.TryGetValue(filter, out var before) ? before : 0) + hosts;
            if (!entry.TryGetProperty("reasons", out var list) || list.ValueKind != JsonValueKind.Array)
            {
                continue;
            }

            foreach (var reason in list.EnumerateArray())
            {
                var key = (filter, Text(reason, "reason"));
                reasons[key] = (reasons.TryGetValue(key, out var known) ? known : 0) + Number(reason, "hosts");
            }
        }
    }

    private static string LastSegment(string type)
    {
        var segment = type[(type.LastIndexOf('/') + 1)..];
        return segment.Length == 0 ? "unexplained" : segment;
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() ?? ""
            : "";

    private static long Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : 0;
}
