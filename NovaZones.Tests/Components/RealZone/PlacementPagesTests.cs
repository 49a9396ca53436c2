using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Drift;
using NovaZones.Web.Features.Placements;
using Xunit;

namespace NovaZones.Tests.Components.RealZone;

/// <summary>What was placed: the list, one of it, and what drifted.</summary>
public sealed class PlacementPagesTests : PageOfRealZone
{
    [Fact]
    public async Task PlacementPage_OfAPlacedOne_TellsWhereAndWhy_AndSavesIt()
    {
        var id = await PlaceAsync("web", 2);
        SignIn(AccessPolicies.Read);

        var page = Render<PlacementPage>(p => p.Add(x => x.Id, id));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=instances] tbody tr").Count));
        Assert.Equal("Placed", Words(page.Find("[data-testid=placement-state]")));
        Assert.Empty(page.FindAll("[data-testid=release]"));
        Assert.Matches("^1,[^,]+,h1,Placed,", (await this.SavedAsync(page, "instances", "csv")).Split("\r\n")[1]);
        Assert.StartsWith("host,score,", await this.SavedAsync(page, "leading", "csv"), StringComparison.Ordinal);
        Assert.Contains("\r\nResources,0,0,1,", await this.SavedAsync(page, "funnel", "csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlacementsPage_IsPagedByCursor_AndNarrowedByState()
    {
        for (var i = 0; i < 60; i++)
        {
            await PlaceAsync($"w{i}", 1);
        }

        SignIn(AccessPolicies.Read);
        var page = Render<PlacementsPage>();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("tbody tr")));
        var first = page.FindAll("tbody tr").Count;

        await page.Find("[data-testid=older]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal(60 - first, page.FindAll("tbody tr").Count));
        Services.GetRequiredService<NavigationManager>().NavigateTo("/placements?state=refused");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=empty-state]")));
    }

    [Fact]
    public async Task DriftPage_WhereNothingDrifted_SaysSo()
    {
        await PlaceAsync("web", 2);
        SignIn(AccessPolicies.Read, AccessPolicies.Operate);
        var page = Render<DriftPage>();

        await page.Find("[data-testid=drift-look]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("0 of 2 instances", Words(page.Find("[data-testid=drift-status]")), StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-testid=drift-items]"));
    }

    private async Task<string> PlaceAsync(string name, int count)
    {
        await SendAsync(HttpMethod.Put, "/api/v1/hosts/h1", """{"inventories":{"VCPU":200}}""");
        using var answer = JsonDocument.Parse(await SendAsync(HttpMethod.Post, "/api/v1/placements", $$"""{"name":"{{name}}","count":{{count}},"resources":{"VCPU":1} }"""));
        return answer.RootElement.GetProperty("reservationId").GetString()!;
    }
}
