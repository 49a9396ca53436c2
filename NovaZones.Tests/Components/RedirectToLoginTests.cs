using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Web.Components;
using Xunit;

namespace NovaZones.Tests.Components;

/// <summary>Where somebody goes who is not signed in; what the browser makes of it is seen in <c>SignOutJourneyTests</c>.</summary>
public sealed class RedirectToLoginTests : BunitContext
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Request_GoesAtOnce()
    {
        SetRendererInfo(new RendererInfo("Static", isInteractive: false));
        Navigation.NavigateTo("hosts?q=a b");

        Render<RedirectToLogin>();

        Assert.EndsWith("/login?returnUrl=%2Fhosts%3Fq%3Da%20b", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Circuit_LeavesItToTheBrowser()
    {
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        var going = JSInterop.SetupVoid("novaZonesBrowser.goToSignIn", "login?returnUrl=%2Fhosts").SetVoidResult();
        Navigation.NavigateTo("hosts");

        Render<RedirectToLogin>();

        Assert.Single(going.Invocations);
        Assert.EndsWith("/hosts", Navigation.Uri, StringComparison.Ordinal);
    }
}
