using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Tests.Components.RealZone;

/// <summary>Pages whose services are those of a zone that runs in the test process: Kestrel, SQLite and all.</summary>
public abstract class PageOfRealZone : ConsoleContext, Xunit.IAsyncLifetime
{
    protected static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    protected ZoneHost Zone { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Zone = await ZoneHost.StartAsync();
        Services.AddFallbackServiceProvider(Zone.Services);
        Services.AddScoped<Permission>();
    }

    public new async ValueTask DisposeAsync()
    {
        await DisposeComponentsAsync();
        await Zone.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>Somebody with these rights looks from now on; services cannot be added afterwards.</summary>
    protected void SignIn(params string[] policies)
    {
        AddAuthorization().SetAuthorized("ann").SetPolicies(policies);
        BeInteractive();
        RenderPopovers();
    }

    protected async Task<string> SendAsync(HttpMethod method, string address, string body, string type = "application/json")
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, type);
        using var request = new HttpRequestMessage(method, address) { Content = content };
        using var answer = await Zone.Client.SendAsync(request, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        Xunit.Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }

    protected static string Words(AngleSharp.Dom.IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
