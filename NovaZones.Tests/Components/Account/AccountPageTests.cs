using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using NovaZones.Data.Identity;
using NovaZones.Tests.Components.RealZone;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Account;
using Xunit;

namespace NovaZones.Tests.Components.Account;

/// <summary>Nothing of an account changes without the person's own proof; the accounts are those of a real zone.</summary>
public sealed class AccountPageTests : PageOfRealZone
{
    [Theory]
    [InlineData("not the password", false)]
    [InlineData(ZoneHost.AdminPassword, true)]
    public async Task SetUp_OfTheSecondFactor_WantsThePassword(string proof, bool isShown)
    {
        await using var scope = Zone.Services.CreateAsyncScope();
        var page = await OpenAsync(scope, ZoneHost.AdminUserName, new() { ["Proof"] = proof });
        Assert.Equal("Off", page.Find("[data-testid=factor-state]").TextContent);

        await Form(page, "factor-start").SubmitAsync();

        page.WaitForElement(isShown ? "[data-testid=factor-key]" : "[data-testid=account-fault]");
        Assert.Equal(isShown ? 1 : 0, page.FindAll("[data-testid=factor-picture]").Count);
        Assert.Equal(isShown ? 0 : 1, page.FindAll("[data-testid=account-fault]").Count);
        Assert.Equal("Off", page.Find("[data-testid=factor-state]").TextContent); // until the app's code was entered
    }

    [Theory]
    [InlineData("short")]
    [InlineData("")]
    public async Task ChangePassword_ToOneThatCannotBe_KeepsTheOld(string wanted)
    {
        await using var scope = Zone.Services.CreateAsyncScope();
        var page = await OpenAsync(scope, ZoneHost.AdminUserName, new() { ["Proof"] = ZoneHost.AdminPassword, ["Wanted"] = wanted });

        await Form(page, "change-password").SubmitAsync();

        page.WaitForElement("[data-testid=account-fault]");
        Assert.Empty(page.FindAll("[data-testid=account-said]"));
        await using var later = Zone.Services.CreateAsyncScope();
        var people = later.ServiceProvider.GetRequiredService<UserManager<ZoneUser>>();
        Assert.True(await people.CheckPasswordAsync((await people.FindByNameAsync(ZoneHost.AdminUserName))!, ZoneHost.AdminPassword));
    }

    [Fact]
    public async Task Person_OfAProvider_HasNeitherPasswordNorFactorHere()
    {
        await using var scope = Zone.Services.CreateAsyncScope();
        Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<ZoneUser>>().CreateAsync(new ZoneUser { UserName = "pat" })).Succeeded);

        var page = await OpenAsync(scope, "pat", []);

        Assert.Single(page.FindAll("[data-testid=by-provider]"));
        Assert.Empty(page.FindAll("input[type=password]"));
        Assert.Contains("pat, without a role", page.Markup, StringComparison.Ordinal);
        Assert.Single(page.FindAll("[data-testid=sign-out-everywhere]"));
    }

    private async Task<IRenderedComponent<AccountPage>> OpenAsync(AsyncServiceScope scope, string name, Dictionary<string, StringValues> sent)
    {
        var people = scope.ServiceProvider.GetRequiredService<UserManager<ZoneUser>>();
        var user = (await people.FindByNameAsync(name))!;
        var context = new DefaultHttpContext
        {
            RequestServices = scope.ServiceProvider,
            User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user.Id.ToString())], IdentityConstants.ApplicationScheme)),
        };
        context.Request.ContentType = "application/x-www-form-urlencoded";
        context.Request.Form = new FormCollection(sent);
        scope.ServiceProvider.GetRequiredService<SignInManager<ZoneUser>>().Context = context;
        Services.AddSingleton(scope.ServiceProvider.GetRequiredService<OwnAccount>());
        SignIn(AccessPolicies.Person);
        var page = Render<AccountPage>(p => p.AddCascadingValue<HttpContext>(context));
        page.WaitForElement("section.card");
        return page;
    }

    private static AngleSharp.Dom.IElement Form(IRenderedComponent<AccountPage> page, string button) => page.Find($"button[data-testid={button}]").Closest("form")!;
}
