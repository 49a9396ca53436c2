using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Web.Features.Overview.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Overview;

/// <summary>Which zone is searched for stands in the address, beside what else stands there.</summary>
public sealed class ZoneSearchFieldTests : ConsoleContext
{
    [Theory]
    [InlineData(" paris ", "/?view=heat&zone=paris")]
    [InlineData("", "/?view=heat")]
    public void Type_ChangesTheAddress(string typed, string address)
    {
        RenderPopovers();
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/?view=heat&zone=old");
        var field = Render<ZoneSearchField>(p => p.Add(f => f.Text, "old"));

        field.Find("input[data-testid=zone-search]").Input(typed);
        Time.Advance(TimeSpan.FromSeconds(1));

        field.WaitForAssertion(() => Assert.Equal(address, new Uri(navigation.Uri).PathAndQuery));
    }
}
