using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser.Keyboard;

/// <summary>A zone as a process of its own and a browser, shared by the journeys of one file.</summary>
public sealed class KeyboardZone : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private Chromium? _chromium;

    internal RealZone Zone { get; private set; } = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync() =>
        Zone = await RealZone.StartAsync("planet", Path.Combine(_directory.Path, "planet"), TestContext.Current.CancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        await Zone.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>Another zone beside it.</summary>
    internal Task<RealZone> StartAnotherAsync(string name, CancellationToken cancellationToken) =>
        RealZone.StartAsync(name, Path.Combine(_directory.Path, name), cancellationToken);

    /// <summary>A page on which the operator has signed in by keyboard and sees the overview.</summary>
    internal async Task<IPage> SignInAsync()
    {
        _chromium ??= await Chromium.StartAsync();
        var page = await _chromium.OpenAsync(ColorScheme.Light, 1400, 900);
        await page.GotoAsync(Zone.Url.ToString());
        await Expect(page.GetByTestId("login-user")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(RealZone.UserName);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(RealZone.Password);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-interactive=true]")).ToBeAttachedAsync();

        // The console gives its first page's heading the focus when the circuit is up; a hand is never fast enough to be overtaken by that, a test is.
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
        return page;
    }
}
