namespace NovaZones.Client.Models;

/// <summary>Which part of a list is asked for.</summary>
public sealed record ListQuery
{
    /// <summary>Items at most, 1 to 1000; null for the zone's own measure.</summary>
    public int? Limit { get; init; }

    /// <summary>The cursor that the page before ended with; null for the first page.</summary>
    public string? Cursor { get; init; }

    /// <summary>Field to sort by, with a leading <c>-</c> for the other way round; null for the list's own order.</summary>
    public string? Sort { get; init; }

    /// <summary>What to search for; null for everything.</summary>
    public string? Search { get; init; }

    internal string On(string route)
    {
        var parts = new List<string>(4);
        Add("limit", Limit?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add("cursor", Cursor);
        Add("sort", Sort);
        Add("q", Search);
        return parts.Count == 0 ? route : $"{route}?{string.Join('&', parts)}";

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }
    }
}
