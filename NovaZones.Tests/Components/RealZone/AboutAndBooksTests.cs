using Bunit;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.About;
using NovaZones.Web.Features.Books;
using Xunit;

namespace NovaZones.Tests.Components.RealZone;

/// <summary>Whether the zone is well and its books hold.</summary>
public sealed class AboutAndBooksTests : PageOfRealZone
{
    [Fact]
    public void About_OfAZoneThatRuns_TellsItsParts()
    {
        SignIn(AccessPolicies.Read);

        var page = Render<AboutPage>();

        page.WaitForAssertion(() => Assert.StartsWith("SQLite", page.Find("[data-testid=about-provider]").TextContent, StringComparison.Ordinal));
        Assert.NotEmpty(page.FindAll("[data-testid^=check-]"));
        Assert.NotEmpty(page.Find("[data-testid=about-version]").TextContent);
        Assert.Empty(page.FindAll("[data-testid=database-fault]"));
    }

    [Fact]
    public async Task Books_ThatHold_ListNothing()
    {
        SignIn(AccessPolicies.Read, AccessPolicies.Admin);
        var page = Render<BooksPage>();
        Assert.Single(page.FindAll("[data-testid=empty-state]"));

        await page.Find("[data-testid=check-books]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal("0", page.Find("[data-testid=card-faults] .value").TextContent));
        Assert.Empty(page.FindAll("[data-testid=differences]"));
    }

    [Fact]
    public async Task Books_WithMoreDifferencesThanAreListed_SaySo()
    {
        await SendAsync(HttpMethod.Post, "/api/v1/hosts:report", string.Join('\n', Enumerable.Range(0, 520).Select(i => $$$"""{"name":"h{{{i}}}","inventories":{"VCPU":8} }""")), "application/x-ndjson");
        Assert.Equal(520, ZoneSql.Execute(Zone.DataDirectory, "UPDATE Inventories SET Total = Total + 5")); // as no zone would
        SignIn(AccessPolicies.Read, AccessPolicies.Admin);
        var page = Render<BooksPage>();

        await page.Find("[data-testid=check-books]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal("The first 500 of 520 differences, faults first.", page.Find("[data-testid=books-cut]").TextContent));
        Assert.Equal(502, (await this.SavedAsync(page, "books", "csv")).Split("\r\n").Length);
        Assert.EndsWith("\"truncated\":true}", await this.SavedAsync(page, "books", "json"), StringComparison.Ordinal);
    }
}
