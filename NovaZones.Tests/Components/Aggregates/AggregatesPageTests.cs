using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Aggregates;
using Xunit;

namespace NovaZones.Tests.Components.Aggregates;

/// <summary>Aggregates that hosts name, a page at a time.</summary>
public sealed class AggregatesPageTests : ConsoleContext
{
    [Fact]
    public async Task ManyAggregates_ArePagedSearchedAndGivenWhole()
    {
        var view = new FleetView();
        view.Publish(FleetSnapshot.Of([Stored.Host("h") with { Aggregates = [.. Enumerable.Range(0, 130).Select(i => $"rack{i:000}")] }]));
        Services.AddSingleton(new AggregateBook(null!, view, Feed, Time)); // nobody changes a rule here
        Services.AddScoped<Permission>();
        AddAuthorization().SetAuthorized("ann").SetPolicies(AccessPolicies.Read);
        BeInteractive();
        var page = Render<AggregatesPage>();
        var navigation = Services.GetRequiredService<NavigationManager>();

        Assert.Equal(50, page.FindAll("[data-testid=aggregates] tbody tr").Count);
        Assert.Equal(132, (await this.SavedAsync(page, "aggregates", "csv")).Split("\r\n").Length); // head, 130, and the end
        navigation.NavigateTo("/aggregates?page=3");
        page.WaitForAssertion(() => Assert.Equal(30, page.FindAll("[data-testid=aggregates] tbody tr").Count));
        navigation.NavigateTo("/aggregates?q=RACK12");
        page.WaitForAssertion(() => Assert.Equal("10 of 10", page.Find("[data-testid=aggregates-count]").TextContent));
        Assert.Empty(page.FindAll("[data-testid=page-links]"));
        Assert.Empty(page.FindAll("[data-testid=edit-rack120]")); // a viewer changes nothing
        await DisposeComponentsAsync();
    }
}
