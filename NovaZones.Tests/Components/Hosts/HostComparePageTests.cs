using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Tests.Components.RealZone;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Hosts;
using Xunit;

namespace NovaZones.Tests.Components.Hosts;

/// <summary>What two hosts of a real zone are, side by side.</summary>
public sealed class HostComparePageTests : PageOfRealZone
{
    [Fact]
    public async Task TwoHosts_ShowWhereTheyDiffer()
    {
        await PutHostsAsync();

        var page = Open("/compare?first=a&second=b");

        Assert.Equal(["What", "a", "b"], page.FindAll("[data-testid=host-facts] thead th").Select(Words));
        Assert.Equal("true", page.Find("[data-testid=fact-VCPU]").GetAttribute("data-differs"));
        Assert.Equal("false", page.Find("[data-testid=fact-MEMORY_MB]").GetAttribute("data-differs"));
        Assert.Equal(["r7", "—"], page.Find("[data-testid=fact-rack]").Children.Skip(1).Select(Words));
        Assert.Equal("a", page.Find("input[data-testid=compare-first]").GetAttribute("value"));
        Assert.StartsWith("what,name,a,b\r\n", await this.SavedAsync(page, "compare-a-b", "csv"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/compare", "Choose two in the list of hosts.")]
    [InlineData("/compare?first=a", "Choose two in the list of hosts.")]
    [InlineData("/compare?first=a&second=gone", "There is no host gone in this zone.")]
    public async Task FewerThanTwo_SaysWhatIsMissing(string address, string text)
    {
        await PutHostsAsync();

        var page = Open(address);

        Assert.Equal(text, page.Find("[data-testid=empty-state] .text").TextContent);
        Assert.Empty(page.FindAll("[data-testid=host-facts], [data-testid=compare]"));
    }

    private IRenderedComponent<HostComparePage> Open(string address)
    {
        SignIn(AccessPolicies.Read);
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<HostComparePage>();
    }

    private async Task PutHostsAsync()
    {
        await SendAsync(HttpMethod.Put, "/api/v1/hosts/a", """{"inventories":{"VCPU":16,"MEMORY_MB":1024},"capabilities":{"rack":"r7"}}""");
        await SendAsync(HttpMethod.Put, "/api/v1/hosts/b", """{"inventories":{"VCPU":8,"MEMORY_MB":1024}}""");
    }
}
