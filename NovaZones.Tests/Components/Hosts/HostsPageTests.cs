using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Hosts;
using Xunit;

namespace NovaZones.Tests.Components.Hosts;

/// <summary>Two hosts of the list are chosen to be compared.</summary>
public sealed class HostsPageTests : ConsoleContext
{
    [Fact]
    public async Task Tick_TwoHosts_LeadsToTheirComparison_AndAThirdTakesThePlaceOfTheFirst()
    {
        var view = new FleetView();
        view.Publish(FleetSnapshot.Of([.. new[] { "a", "b/1", "c" }.Select(Host)]));
        Services.AddSingleton(view);
        Services.AddSingleton(Options.Create(new SchedulerOptions()));
        AddAuthorization().SetAuthorized("ann").SetPolicies(AccessPolicies.Read);
        BeInteractive();
        var page = Render<HostsPage>();

        await page.Find("[data-testid=choose-a]").ChangeAsync(new() { Value = true });
        Assert.Empty(page.FindAll("[data-testid=compare-chosen]"));
        await page.Find("[data-testid='choose-b/1']").ChangeAsync(new() { Value = true });
        Assert.Equal("/compare?first=a&second=b%2F1", page.Find("[data-testid=compare-chosen]").GetAttribute("href"));
        await page.Find("[data-testid=choose-c]").ChangeAsync(new() { Value = true });
        Assert.Equal("/compare?first=b%2F1&second=c", page.Find("[data-testid=compare-chosen]").GetAttribute("href"));
        Assert.False(page.Find("[data-testid=choose-a]").HasAttribute("checked"));
        Assert.EndsWith("?chosen=b%2F1&chosen=c", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal); // as it can be sent to somebody
        await page.Find("[data-testid=choose-c]").ChangeAsync(new() { Value = false });

        Assert.Empty(page.FindAll("[data-testid=compare-chosen]"));
    }

    private static Host Host(string name) => new()
    {
        Name = name,
        Generation = 1,
        Heartbeat = new Heartbeat(Stored.Noon),
        Providers = [new ResourceProvider { Id = Guid.NewGuid(), Name = name, Parent = -1, Inventories = [new InventoryUsage("VCPU", new Inventory(8), 1)] }],
    };
}
