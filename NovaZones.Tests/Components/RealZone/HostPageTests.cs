using Bunit;
using NovaZones.Core.Fleet;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Hosts;
using MudBlazor;
using Xunit;

namespace NovaZones.Tests.Components.RealZone;

/// <summary>A host's own page.</summary>
public sealed class HostPageTests : PageOfRealZone
{
    private const string Report = """{"inventories":{"VCPU":8},"capabilities":{"rack":"r1"}}""";

    [Fact]
    public async Task Viewer_SeesCapabilitiesWithTheirAge_AndIsOfferedNothing()
    {
        await SendAsync(HttpMethod.Put, "/api/v1/hosts/h1", Report);
        SignIn(AccessPolicies.Read);

        var page = Render<HostPage>(p => p.Add(h => h.Name, "h1"));

        page.WaitForAssertion(() => Assert.Equal("rackr1", Words(page.Find("section[aria-labelledby=capabilities] dl"))));
        Assert.StartsWith("as reported", Words(page.Find("[data-testid=capabilities-age]")), StringComparison.Ordinal);
        Assert.Contains("last changed", Words(page.Find("[data-testid=capabilities-age]")), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=host-disable], [data-testid=host-what-if], [data-testid=host-remove]"));
    }

    [Fact]
    public async Task Operator_SwitchesOffWithAReason_AndOnAgain()
    {
        await SendAsync(HttpMethod.Put, "/api/v1/hosts/h1", Report);
        SignIn(AccessPolicies.Read, AccessPolicies.Operate);
        var dialogs = Render<MudDialogProvider>();
        var page = Render<HostPage>(p => p.Add(h => h.Name, "h1"));
        page.WaitForAssertion(() => Assert.Equal("/what-if?hosts=h1", page.Find("[data-testid=host-what-if]").GetAttribute("href")));

        var asking = page.Find("[data-testid=host-disable]").ClickAsync(new());
        dialogs.WaitForElement("[data-testid=confirm-reason]");
        var field = dialogs.Find("[data-testid=confirm-reason]");
        await (field.LocalName == "input" ? field : field.QuerySelector("input")!).ChangeAsync(new() { Value = "new fan" });
        await dialogs.Find("[data-testid=confirm-ok]").ClickAsync(new());
        await asking;

        page.WaitForAssertion(() => Assert.Contains("new fan", page.Find(".mud-alert").TextContent, StringComparison.Ordinal));
        Assert.Equal(AdminState.Disabled, Zone.Services.GetRequiredService<FleetView>().Current.Find("h1")!.AdminState);

        await page.Find("[data-testid=host-enable]").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=host-disable]")));
        Assert.Equal(AdminState.Enabled, Zone.Services.GetRequiredService<FleetView>().Current.Find("h1")!.AdminState);
    }

    [Fact]
    public void UnknownHost_IsSaidToBeGone()
    {
        SignIn(AccessPolicies.Read);

        var page = Render<HostPage>(p => p.Add(h => h.Name, "nobody"));

        page.WaitForAssertion(() => Assert.Contains("nobody", page.Find("[data-testid=empty-state]").TextContent, StringComparison.Ordinal));
    }
}
