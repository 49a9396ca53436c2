using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Tests.Components.RealZone;
using NovaZones.Web.Features.Access;
using NovaZones.Web.Oidc;
using Xunit;

namespace NovaZones.Tests.Components.Access;

/// <summary>What the page to sign in says and offers; signing in itself is tested over HTTP.</summary>
public sealed class LoginPageTests : PageOfRealZone
{
    private const string Mine = "/hosts?q=a";

    [Fact]
    public void Provider_WhereThereIsNone_IsNotOffered()
    {
        var page = Open("/login?oidc=NoRole&left=1", null);

        Assert.Empty(page.FindAll("[data-testid=login-oidc], [data-testid=login-left], [data-testid=login-refused]"));
        Assert.Single(page.FindAll("[data-testid=login-password]"));
    }

    [Theory]
    [InlineData(Mine, Mine)]
    [InlineData("//evil.example/", "/")]
    [InlineData("https://evil.example/", "/")]
    public void Provider_IsOffered_AndLeadsBackIntoThisZoneOnly(string asked, string back)
    {
        var page = Open("/login?returnUrl=" + Uri.EscapeDataString(asked), "https://idp.example");

        var link = page.Find("[data-testid=login-oidc]");
        Assert.Equal("Sign in with Corp", link.TextContent);
        Assert.Equal("/login/oidc?returnUrl=" + Uri.EscapeDataString(back), link.GetAttribute("href"));
    }

    [Theory]
    [InlineData("NoRole", "Corp knows you, but gives you no role")]
    [InlineData("Unreachable", "Corp does not answer.")]
    [InlineData("Nonsense", null)]
    [InlineData("99", null)]
    public void Outcome_AtTheProvider_IsSaid(string outcome, string? text)
    {
        var page = Open("/login?oidc=" + outcome, "https://idp.example");

        var said = page.FindAll("[data-testid=login-refused]").Select(p => p.TextContent).SingleOrDefault();
        Assert.True(text is null ? said is null : said!.StartsWith(text, StringComparison.Ordinal), said);
    }

    private IRenderedComponent<LoginPage> Open(string address, string? authority)
    {
        Services.AddSingleton(Options.Create(new OidcOptions { Authority = authority, DisplayName = "Corp" }));
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<LoginPage>();
    }
}
