using NovaZones.Client.Models;

namespace NovaZones.Cli.Commands;

/// <summary>Reads lists page by page.</summary>
internal static class Pages
{
    private const int PageSize = 500;

    /// <param name="read">Reads one page.</param>
    /// <param name="query">What is asked for.</param>
    /// <param name="most">Items at most; 0 for all.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async Task<(IReadOnlyList<T> Items, bool IsCut)> ReadAsync<T>(
        Func<ListQuery, CancellationToken, Task<Page<T>>> read, ListQuery query, int most, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        var cursor = query.Cursor;
        do
        {
            var page = await read(query with { Cursor = cursor, Limit = most == 0 ? PageSize : Math.Min(PageSize, most - items.Count) }, cancellationToken);
            items.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null && (most == 0 || items.Count < most));
        return (items, cursor is not null);
    }
}
