using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using NovaZones.Web.Features.Access.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Access;

/// <summary>What is shown once can be copied whole, and is gone when it was kept.</summary>
public sealed class SecretDialogTests : ConsoleContext
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Secret_IsShownCopiedAndGone(bool mayCopy)
    {
        JSInterop.Setup<bool>("novaZonesBrowser.copy", _ => true).SetResult(mayCopy);
        RenderPopovers();
        var dialogs = Render<MudDialogProvider>();
        IDialogReference shown = null!;
        await dialogs.InvokeAsync(async () => shown = await Services.GetRequiredService<IDialogService>().ShowAsync<SecretDialog>(
            "Token ci", new DialogParameters<SecretDialog> { { d => d.Text, "Shown here and never again." }, { d => d.Secret, "nz_<s>&'e" } }));
        dialogs.WaitForElement("[data-testid=secret]");
        Assert.Equal("nz_<s>&'e", dialogs.Find("[data-testid=secret]").TextContent);
        Assert.Contains("Shown here and never again.", dialogs.Markup, StringComparison.Ordinal);

        await dialogs.Find(".copy-block button").ClickAsync(new());
        Assert.Equal("nz_<s>&'e", JSInterop.Invocations["novaZonesBrowser.copy"].Single().Arguments[0]);
        Assert.Equal(mayCopy, dialogs.Find("[data-testid=copy-state]").TextContent.Length == 0); // else it says how else
        Assert.False(shown.Result.IsCompleted);
        await dialogs.Find("[data-testid=secret-close]").ClickAsync(new());

        Assert.False((await shown.Result.WaitAsync(DefaultWaitTimeout, Xunit.TestContext.Current.CancellationToken))!.Canceled);
        Assert.Empty(dialogs.FindAll("[data-testid=secret]"));
    }
}
