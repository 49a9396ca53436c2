using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using NovaZones.Core.Access;
using NovaZones.Tests.Components.RealZone;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Access;
using Xunit;

namespace NovaZones.Tests.Components.Access;

/// <summary>People and tokens of a real zone.</summary>
public sealed class AccessPageTests : PageOfRealZone
{
    private AccessService Access => Zone.Services.GetRequiredService<AccessService>();

    [Fact]
    public async Task AddPerson_ShowsThePasswordOnce_AndTheNewPersonInTheList()
    {
        var (page, dialogs) = Open("/access");

        var adding = page.Find("[data-testid=add-person]").ClickAsync(new());
        dialogs.WaitForElement("input[data-testid=person-name]");
        await dialogs.Find("input[data-testid=person-name]").ChangeAsync(new() { Value = "zoe" });
        await dialogs.Find("[data-testid=person-save]").ClickAsync(new());
        dialogs.WaitForElement("[data-testid=secret-close]");
        Assert.True(dialogs.Find("[data-testid=secret]").TextContent.Length >= 12);
        Assert.Empty(page.FindAll("[data-testid=person-zoe]")); // not before it was kept
        await dialogs.Find("[data-testid=secret-close]").ClickAsync(new());
        await adding;

        page.WaitForElement("[data-testid=person-zoe]");
        Assert.Equal(Roles.Viewer, (await Access.FindAsync("zoe", Token))?.Role);
        Assert.Empty(dialogs.FindAll("[data-testid=secret]"));
    }

    [Fact]
    public async Task LockTheLastAdministrator_IsRefused()
    {
        var (page, dialogs) = Open("/access");

        var locking = page.Find($"[data-testid=lock-{ZoneHost.AdminUserName}]").ClickAsync(new());
        dialogs.WaitForElement("[data-testid=confirm-ok]");
        await dialogs.Find("[data-testid=confirm-ok]").ClickAsync(new());
        await locking;

        var said = Assert.Single(Services.GetRequiredService<ISnackbar>().ShownSnackbars);
        Assert.Equal(Severity.Error, said.Severity);
        Assert.Contains("Nobody would be left", said.Message, StringComparison.Ordinal);
        Assert.False((await Access.FindAsync(ZoneHost.AdminUserName, Token))!.IsLockedAt(TimeProvider.System.GetUtcNow()));
        Assert.Single(page.FindAll($"[data-testid=lock-{ZoneHost.AdminUserName}]"));
    }

    [Fact]
    public async Task ChangeRole_OnlyWhenItIsConfirmed()
    {
        await Access.AddAsync("bob", Roles.Viewer, "user:ann", Token);
        var (page, dialogs) = Open("/access");

        foreach (var (button, role) in new[] { ("confirm-cancel", Roles.Viewer), ("confirm-ok", Roles.All[1]) })
        {
            var changing = page.Find("[data-testid=role-bob]").ChangeAsync(new() { Value = Roles.All[1] });
            dialogs.WaitForElement($"[data-testid={button}]");
            await dialogs.Find($"[data-testid={button}]").ClickAsync(new());
            await changing;
            Assert.Equal(role, (await Access.FindAsync("bob", Token))?.Role);
        }
    }

    [Theory]
    [InlineData("/access?q=nobody", "Nobody has such a name", "add-person")]
    [InlineData("/access?tab=tokens&q=nothing", "No such token", "add-token")]
    public void Search_WithoutMatch_SaysSo(string address, string title, string offered)
    {
        var (page, _) = Open(address);

        page.WaitForAssertion(() => Assert.Equal(title, page.Find("[data-testid=empty-state] .title").TextContent));
        Assert.Single(page.FindAll($"[data-testid={offered}]"));
        Assert.Empty(page.FindAll("[data-testid=people]"));
    }

    [Fact]
    public async Task Revoke_WithoutTheRight_LeavesTheTokenGood()
    {
        var issued = await Access.CreateTokenAsync("ci", ["read"], null, null, "user:ann", Token);
        Assert.True(await Zone.Services.GetRequiredService<ApiTokenService>().IsUsableAsync(issued.Token.Id, Token));
        var (page, dialogs) = Open("/access?tab=tokens&q=ci", AccessPolicies.Read);

        var revoking = page.WaitForElement("[data-testid^=revoke-]").ClickAsync(new());
        await dialogs.WaitForElement("[data-testid=confirm-typed]").InputAsync(new() { Value = "ci" });
        await dialogs.Find("[data-testid=confirm-ok]").ClickAsync(new());
        await revoking;

        Assert.Equal(Severity.Error, Assert.Single(Services.GetRequiredService<ISnackbar>().ShownSnackbars).Severity);
        Assert.True(await Zone.Services.GetRequiredService<ApiTokenService>().IsUsableAsync(issued.Token.Id, Token));
    }

    private (IRenderedComponent<AccessPage> Page, IRenderedComponent<MudDialogProvider> Dialogs) Open(string address, string right = AccessPolicies.Admin)
    {
        SignIn(right);
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var dialogs = Render<MudDialogProvider>();
        var page = Render<AccessPage>();
        page.WaitForElement("[data-testid=people], [data-testid=tokens], [data-testid=empty-state]");
        return (page, dialogs);
    }
}
