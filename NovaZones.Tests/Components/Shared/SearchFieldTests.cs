using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Web.Components.Shared;
using Xunit;

namespace NovaZones.Tests.Components.Shared;

/// <summary>What is searched for stands in the address, and a search begins on the first page.</summary>
public sealed class SearchFieldTests : ConsoleContext
{
    [Theory]
    [InlineData(" rack ", "/quotas?sort=name&q=rack")]
    [InlineData("   ", "/quotas?sort=name")]
    [InlineData("a&b=c", "/quotas?sort=name&q=a%26b%3Dc")]
    public void Type_ChangesTheAddress(string typed, string address)
    {
        RenderPopovers();
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/quotas?q=old&page=3&sort=name");
        var field = Render<SearchField>(p => p.Add(f => f.Label, "Search tenants").Add(f => f.Text, "old").Add(f => f.TestId, "search"));
        Assert.Equal("old", field.Find("input[data-testid=search]").GetAttribute("value"));
        Assert.Equal("Search tenants", field.Find("input").GetAttribute("aria-label"));

        field.Find("input[data-testid=search]").Input(typed);
        Time.Advance(TimeSpan.FromSeconds(1));

        field.WaitForAssertion(() => Assert.Equal(Sorted(address), Sorted(new Uri(navigation.Uri).PathAndQuery)));
    }

    private static IEnumerable<string> Sorted(string address) => address.Split('?', '&').Order(StringComparer.Ordinal);
}
