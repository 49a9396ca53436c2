using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Tests.Components.RealZone;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Placements;
using Xunit;

namespace NovaZones.Tests.Components.Placements;

/// <summary>Asking a real zone for a place: dry, for real, and in vain.</summary>
public sealed class NewPlacementPageTests : PageOfRealZone
{
    private string Address => Services.GetRequiredService<NavigationManager>().Uri;

    [Fact]
    public async Task DryRun_ClaimsNothing_UntilItIsPlacedAsPlanned()
    {
        await SendAsync(HttpMethod.Put, "/api/v1/hosts/h1", """{"inventories":{"VCPU":16,"MEMORY_MB":65536}}""");
        SignIn(AccessPolicies.Read, AccessPolicies.PlacementsWrite);
        var page = Render<NewPlacementPage>();

        await page.Find("[data-testid=dry-run]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("1 of 1 would be placed", page.Find("[data-testid=planned]").TextContent, StringComparison.Ordinal));
        Assert.Equal("h1", page.Find("[data-testid=planned] tbody tr").Children[2].TextContent);
        Assert.Empty(await StatesAsync());

        await page.Find("[data-testid=commit]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("/placements/r-", Address, StringComparison.Ordinal));
        Assert.Equal(["Placed"], await StatesAsync());
    }

    [Fact]
    public async Task Place_WhereNothingFits_LeadsToTheRefusal()
    {
        await SendAsync(HttpMethod.Put, "/api/v1/hosts/h1", """{"inventories":{"VCPU":1,"MEMORY_MB":65536}}""");
        SignIn(AccessPolicies.Read, AccessPolicies.PlacementsWrite);
        var page = Render<NewPlacementPage>();

        await page.Find("[data-testid=place]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("/placements/r-", Address, StringComparison.Ordinal));
        Assert.Equal(["Refused"], await StatesAsync());
    }

    [Fact]
    public async Task Count_TellsHowManyWouldFit_AndIsGoneWithTheNextChange()
    {
        await SendAsync(HttpMethod.Put, "/api/v1/hosts/h1", """{"inventories":{"VCPU":{"total":7,"allocationRatio":1},"MEMORY_MB":65536}}""");
        SignIn(AccessPolicies.Read, AccessPolicies.PlacementsWrite);
        var page = Render<NewPlacementPage>();

        await page.Find("[data-testid=count]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("3", page.Find("[data-testid=capacity] .total b").TextContent, StringComparison.Ordinal)); // 2 VCPU each
        Assert.Empty(await StatesAsync());
        await page.Find("[data-testid=field-VCPU]").InputAsync(new() { Value = "4" });
        Assert.Empty(page.FindAll("[data-testid=capacity]"));
        Assert.Contains("\"VCPU\": 4", page.Find("[data-testid=api-call]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kept_Request_IsThereAgain_WithItsFault_UntilStartedOver()
    {
        JSInterop.Setup<string?>("novaZonesDrafts.take", _ => true).SetResult(JsonSerializer.Serialize("""{"name":"kept","count":0,"resources":{"VCPU":1}}"""));
        SignIn(AccessPolicies.Read, AccessPolicies.PlacementsWrite);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/placements/new?view=json");
        var page = Render<NewPlacementPage>();
        page.WaitForElement("[data-testid=draft-notice]");
        Assert.Contains("kept", page.Find("textarea[data-testid=json-editor]").GetAttribute("value") ?? page.Find("textarea[data-testid=json-editor]").TextContent, StringComparison.Ordinal);

        await page.Find("[data-testid=place]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal("count", page.Find("[data-testid=faults] code").TextContent));
        Assert.Empty(await StatesAsync());
        await page.Find("[data-testid=draft-start-over]").ClickAsync(new());
        Assert.Empty(page.FindAll("[data-testid=draft-notice], [data-testid=faults]"));
        Assert.DoesNotContain("kept", page.Find("[data-testid=api-call]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Place_ByWhomMayNotAnyMore_PlacesNothing()
    {
        await SendAsync(HttpMethod.Put, "/api/v1/hosts/h1", """{"inventories":{"VCPU":16,"MEMORY_MB":65536}}""");
        SignIn(AccessPolicies.Read);
        var page = Render<NewPlacementPage>();

        await page.Find("[data-testid=place]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal("You may not do this any more; your role was changed meanwhile.", Words(page.Find("[data-testid=faults]"))));
        Assert.Empty(await StatesAsync());
    }

    private async Task<IReadOnlyList<string?>> StatesAsync()
    {
        using var answer = JsonDocument.Parse(await Zone.Client.GetStringAsync("/api/v1/placements", Token));
        return [.. answer.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("state").GetString())];
    }
}
