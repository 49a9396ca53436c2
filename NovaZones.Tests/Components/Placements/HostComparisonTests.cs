using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Tests.Components.RealZone;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Placements.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Placements;

/// <summary>Two hosts of a real zone side by side for a request.</summary>
public sealed class HostComparisonTests : PageOfRealZone
{
    private const string Request = """{"resources":{"VCPU":8}}""";

    [Fact]
    public async Task Compare_TellsWhatIsWrongWithOne_AndStandsInTheAddress()
    {
        await PutHostsAsync();
        SignIn(AccessPolicies.Read);
        var comparison = Render<HostComparison>(p => p.Add(c => c.RequestJson, Request).Add(c => c.Leading, ["large", "small", "other"]));
        Assert.Equal("large", comparison.Find("input[data-testid=compare-first]").GetAttribute("value"));
        Assert.Empty(comparison.FindAll("[data-testid=comparison]"));

        await comparison.Find("[data-testid=compare]").ClickAsync(new());

        comparison.WaitForElement("[data-testid=comparison]");
        Assert.EndsWith("first=large&second=small", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        var resources = comparison.FindAll("[data-testid=comparison] tbody tr").Single(row => row.Children[0].TextContent == "Resources");
        Assert.NotNull(resources.Children[1].QuerySelector(".passed"));
        Assert.Contains("wanted", resources.Children[2].TextContent, StringComparison.Ordinal);
        var total = comparison.Find("[data-testid=comparison] tr.total");
        Assert.Equal("does not pass", total.Children[2].TextContent);
        Assert.NotEqual("does not pass", total.Children[1].TextContent);
        Assert.StartsWith("what,multiplier,large,small\r\n", await this.SavedAsync(comparison, "comparison-large-small", "csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_WithAHostThatIsNot_SaysWhich()
    {
        await PutHostsAsync();
        SignIn(AccessPolicies.Read);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/placements/r-1?first=large&second=gone");

        var comparison = Render<HostComparison>(p => p.Add(c => c.RequestJson, Request));

        comparison.WaitForAssertion(() => Assert.Equal("there is no host gone in this zone", comparison.Find("[data-testid=compare-fault]").TextContent.Trim()));
        Assert.Empty(comparison.FindAll("[data-testid=comparison]"));
    }

    [Fact]
    public async Task Compare_ForAPolicyThatWasRemoved_SaysSo()
    {
        await PutHostsAsync();
        SignIn(AccessPolicies.Read);
        var comparison = Render<HostComparison>(p => p.Add(c => c.RequestJson, """{"policy":"gone","resources":{"VCPU":8}}""").Add(c => c.Leading, ["large", "small"]));

        await comparison.Find("[data-testid=compare]").ClickAsync(new());

        comparison.WaitForAssertion(() => Assert.Equal("There is no policy gone any more.", comparison.Find("[data-testid=compare-fault]").TextContent.Trim()));
    }

    private async Task PutHostsAsync()
    {
        await SendAsync(HttpMethod.Put, "/api/v1/hosts/large", """{"inventories":{"VCPU":{"total":16,"allocationRatio":1}}}""");
        await SendAsync(HttpMethod.Put, "/api/v1/hosts/small", """{"inventories":{"VCPU":{"total":4,"allocationRatio":1}}}""");
    }
}
