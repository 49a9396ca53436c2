using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using NovaZones.Core.Access;
using NovaZones.Tests.Components.RealZone;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Access;
using NovaZones.Web.Features.Access.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Access;

/// <summary>A person is added to a real zone, or is told why not.</summary>
public sealed class PersonDialogTests : PageOfRealZone
{
    private AccessService Access => Zone.Services.GetRequiredService<AccessService>();

    [Fact]
    public async Task Save_WithARole_GivesThePersonAndThePassword()
    {
        var (dialogs, shown) = await OpenAsync(AccessPolicies.Admin);
        await dialogs.Find("input[data-testid=person-name]").ChangeAsync(new() { Value = "zoe" });
        var meaning = dialogs.Find(".access-form p.soft").TextContent;
        await dialogs.Find("[data-testid=person-role]").ChangeAsync(new() { Value = Roles.All[1] });
        Assert.NotEqual(meaning, dialogs.Find(".access-form p.soft").TextContent); // says what the role may

        await dialogs.Find("[data-testid=person-save]").ClickAsync(new());

        var result = await shown.Result.WaitAsync(DefaultWaitTimeout, Token);
        var done = Assert.IsType<AccessOutcome.Done>(result!.Data);
        Assert.Equal(("zoe", Roles.All[1]), (done.Person.Name, done.Person.Role));
        Assert.NotEmpty(done.Password!);
        Assert.Equal(Roles.All[1], (await Access.FindAsync("zoe", Token))?.Role);
    }

    [Theory]
    [InlineData("")]
    [InlineData(ZoneHost.AdminUserName)] // is taken
    public async Task Save_UnderANameThatCannotBe_SaysSoAtTheField(string name)
    {
        var (dialogs, shown) = await OpenAsync(AccessPolicies.Admin);
        var before = (await Access.ListAsync(null, 10, Token)).Count;
        await dialogs.Find("input[data-testid=person-name]").ChangeAsync(new() { Value = name });

        await dialogs.Find("[data-testid=person-save]").ClickAsync(new());

        dialogs.WaitForElement(".mud-input-error");
        Assert.Contains("mud-input-error", dialogs.Find("input[data-testid=person-name]").Closest(".mud-input-control")!.OuterHtml, StringComparison.Ordinal);
        Assert.False(shown.Result.IsCompleted);
        Assert.Equal(before, (await Access.ListAsync(null, 10, Token)).Count);
    }

    [Fact]
    public async Task Save_ByWhomMayNotAnyMore_AddsNobody()
    {
        var (dialogs, shown) = await OpenAsync(AccessPolicies.Read);
        await dialogs.Find("input[data-testid=person-name]").ChangeAsync(new() { Value = "zoe" });

        await dialogs.Find("[data-testid=person-save]").ClickAsync(new());

        dialogs.WaitForAssertion(() => Assert.Equal("You may not do this any more; your role was changed meanwhile.", Words(dialogs.Find("[data-testid=faults]"))));
        Assert.False(shown.Result.IsCompleted);
        Assert.Null(await Access.FindAsync("zoe", Token));
    }

    private async Task<(IRenderedComponent<MudDialogProvider> Dialogs, IDialogReference Shown)> OpenAsync(string right)
    {
        SignIn(right);
        var dialogs = Render<MudDialogProvider>();
        IDialogReference shown = null!;
        await dialogs.InvokeAsync(async () => shown = await Services.GetRequiredService<IDialogService>().ShowAsync<PersonDialog>("Add person"));
        dialogs.WaitForElement("input[data-testid=person-name]");
        return (dialogs, shown);
    }
}
