using Bunit;
using MudBlazor;
using NovaZones.Web.Components.Shared;
using Xunit;

namespace NovaZones.Tests.Components.Shared;

/// <summary>What cannot be undone happens only after its name was typed.</summary>
public sealed class ConfirmDialogTests : ConsoleContext
{
    [Fact]
    public async Task MustType_ButtonWorksOnlyWithTheVeryName()
    {
        RenderPopovers();
        var provider = Render<MudDialogProvider>();
        var dialogs = (IDialogService)Services.GetService(typeof(IDialogService))!;
        Task<string?> asking = null!;
        await provider.InvokeAsync(() => { asking = dialogs.ConfirmAsync("Revoke ci?", "It is gone then.", "Revoke", mustType: "ci"); });

        Assert.True(Button(provider).HasAttribute("disabled"));
        await Field(provider).InputAsync(new() { Value = "CI" });
        Assert.True(Button(provider).HasAttribute("disabled"));
        await Field(provider).InputAsync(new() { Value = " ci " });
        await Button(provider).ClickAsync(new());

        Assert.Equal("", await asking.WaitAsync(DefaultWaitTimeout, Xunit.TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("ci", false, true)]
    [InlineData("ci", true, false)] // a word is still being composed
    [InlineData("cj", false, false)]
    public async Task Enter_InTheField_ConfirmsOnlyTheVeryName(string typed, bool isComposing, bool isConfirmed)
    {
        RenderPopovers();
        var provider = Render<MudDialogProvider>();
        var dialogs = (IDialogService)Services.GetService(typeof(IDialogService))!;
        Task<string?> asking = null!;
        await provider.InvokeAsync(() => { asking = dialogs.ConfirmAsync("Revoke ci?", "It is gone then.", "Revoke", mustType: "ci"); });

        await Field(provider).InputAsync(new() { Value = typed });
        await Field(provider).KeyDownAsync(new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = "Enter", IsComposing = isComposing });

        Assert.Equal(isConfirmed ? 0 : 1, provider.FindAll("[data-testid=confirm-ok]").Count);
        Assert.Equal(isConfirmed, asking.IsCompleted);
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<MudDialogProvider> provider) => provider.Find("[data-testid=confirm-ok]");

    private static AngleSharp.Dom.IElement Field(IRenderedComponent<MudDialogProvider> provider) => provider.Find("[data-testid=confirm-typed]");
}
