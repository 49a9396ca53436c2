using Bunit;
using NovaZones.Web.Components.Shared;
using Xunit;

namespace NovaZones.Tests.Components.Shared;

/// <summary>The pages of a list as links.</summary>
public sealed class PageLinksTests : ConsoleContext
{
    [Theory]
    [InlineData(1, 2, "‹ [1] 2 ›")]
    [InlineData(1, 9, "‹ [1] 2 … 9 ›")]
    [InlineData(4, 9, "‹ 1 … 3 [4] 5 … 9 ›")]
    [InlineData(3, 9, "‹ 1 2 [3] 4 … 9 ›")]
    [InlineData(9, 9, "‹ 1 … 8 [9] ›")]
    public void Links_Current_ShowsItsNeighboursAndTheEnds(int current, int count, string shown)
    {
        var links = Render<PageLinks>(p => p.Add(l => l.Current, current).Add(l => l.Count, count).Add(l => l.Address, page => $"/hosts?page={page}"));

        Assert.Equal(shown, string.Join(' ', links.FindAll("[data-testid=page-links] > *").Select(each => each.HasAttribute("aria-current") ? $"[{each.TextContent}]" : each.TextContent)));
    }

    [Fact]
    public void Ends_OnTheLastPage_AreStillLinks()
    {
        var links = Render<PageLinks>(p => p.Add(l => l.Current, 3).Add(l => l.Count, 3).Add(l => l.Address, page => $"/hosts?page={page}"));
        var (previous, next) = (links.Find("a[aria-label='Previous page']"), links.Find("a[aria-label='Next page']"));

        Assert.Equal(("/hosts?page=2", null), (previous.GetAttribute("href"), previous.GetAttribute("aria-disabled")));
        Assert.Equal(("/hosts?page=3", "true"), (next.GetAttribute("href"), next.GetAttribute("aria-disabled")));
    }
}
