namespace NovaZones.Web.Components.Shared;

/// <summary>One page of a list that is held whole.</summary>
/// <param name="Items">The page.</param>
/// <param name="Matching">How many there are on all pages.</param>
/// <param name="Page">Which page it is, from 1; the last one when a later one was asked.</param>
/// <param name="Pages">How many there are, at least 1.</param>
public sealed record ListCut<T>(IReadOnlyList<T> Items, int Matching, int Page, int Pages)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Cuts a list.</summary>
    /// <param name="matching">All that matches, in order.</param>
    /// <param name="page">The page asked for, from 1; null for the first.</param>
    public static ListCut<T> Of(IReadOnlyList<T> matching, int? page)
    {
        ArgumentNullException.ThrowIfNull(matching);
        var pages = Math.Max(1, (matching.Count + PageSize - 1) / PageSize);
        var shown = Math.Clamp(page ?? 1, 1, pages);
        return new ListCut<T>([.. matching.Skip((shown - 1) * PageSize).Take(PageSize)], matching.Count, shown, pages);
    }
}
