using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Tests.Components.RealZone;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Access;
using Xunit;

namespace NovaZones.Tests.Components.Access;

/// <summary>Where nobody gave a password before, no code is asked for; entering one is tested over HTTP.</summary>
public sealed class LoginCodePageTests : PageOfRealZone
{
    [Theory]
    [InlineData("/hosts", "/hosts")]
    [InlineData("//evil.example/", "/")]
    public async Task Code_WithoutThePasswordBefore_IsNotAskedFor(string asked, string back)
    {
        await using var scope = Zone.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        Services.AddSingleton(scope.ServiceProvider.GetRequiredService<ConsoleSignIn>());
        Services.GetRequiredService<NavigationManager>().NavigateTo("/login/code?returnUrl=" + Uri.EscapeDataString(asked));

        var page = Render<LoginCodePage>();

        page.WaitForElement("[data-testid=code-ended]");
        Assert.True(page.Find("form").HasAttribute("hidden"));
        Assert.Equal("/login?returnUrl=" + Uri.EscapeDataString(back), page.Find("p a").GetAttribute("href"));
    }
}
