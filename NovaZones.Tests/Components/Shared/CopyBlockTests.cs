using Bunit;
using NovaZones.Web.Components.Shared;
using Xunit;

namespace NovaZones.Tests.Components.Shared;

/// <summary>A button that copies, also where the browser does not let it, as on a page without https.</summary>
public sealed class CopyBlockTests : ConsoleContext
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Copy_Refused_MarksTheTextAndSaysSo(bool isLet)
    {
        JSInterop.Setup<bool>("novaZonesBrowser.copy", "secret").SetResult(isLet);
        var marking = JSInterop.SetupVoid("novaZonesBrowser.select", _ => true).SetVoidResult();
        var block = Render<CopyBlock>(p => p.Add(b => b.Text, "secret"));

        await block.Find("button").ClickAsync(new());

        Assert.Equal(isLet ? 0 : 1, marking.Invocations.Count);
        Assert.Equal(isLet ? "" : "The browser does not let this page copy. The text is marked: copy it with the keyboard.", block.Find("[data-testid=copy-state]").TextContent);
        Assert.Equal(isLet ? "Copied" : "Copy", block.Find("button").TextContent.Trim());
    }
}
