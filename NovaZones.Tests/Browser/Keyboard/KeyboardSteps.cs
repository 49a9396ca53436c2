using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser.Keyboard;

/// <summary>What somebody without a mouse does: goes by letters, moves from stop to stop, presses, types. Nothing here points at anything.</summary>
internal static class KeyboardSteps
{
    private const int MostStops = 200;

    // Every stop must look different from one that is not, and must not lie beneath the bar.
    private const string LookAtFocus = """
        () => {
          const at = document.activeElement;
          if (at === null || at === document.body) return 'nowhere';
          const name = `${at.tagName.toLowerCase()} ${at.dataset.testid ?? at.getAttribute('aria-label') ?? at.textContent.trim().slice(0, 40)}`;
          const hasOutline = each => each !== null && getComputedStyle(each).outlineStyle !== 'none' && parseFloat(getComputedStyle(each).outlineWidth) >= 1;
          const border = at.closest('.mud-input')?.querySelector('.mud-input-outlined-border');
          const hasBorder = !!border && parseFloat(getComputedStyle(border).borderTopWidth) >= 2;
          if (!hasOutline(at) && !hasOutline(at.closest('.mud-checkbox, .mud-radio, .mud-switch')) && !hasBorder) return `unmarked: ${name}`;
          const box = at.getBoundingClientRect();
          const [x, y] = [box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 20)];
          if (y < 0 || y > innerHeight) return `out of sight: ${name}`;
          const top = document.elementFromPoint(x, y);
          const part = at.closest('label, .mud-checkbox, .mud-radio, .mud-switch, .mud-input') ?? at;
          return top === null || at.contains(top) || part.contains(top) ? `seen: ${name}` : `covered: ${name}`;
        }
        """;

    /// <summary>Goes to a page by <c>g</c> and its letter; its heading has the focus then.</summary>
    public static async Task GoByKeysAsync(this IPage page, RealZone zone, string letter, string path)
    {
        await page.EvaluateAsync("() => document.querySelector('h1').dataset.left = 'true'"); // it may have the focus, too
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync(letter);
        await Expect(page).ToHaveURLAsync(new Uri(zone.Url, path).ToString());
        await Expect(page.Locator("h1:not([data-left])")).ToBeFocusedAsync();
    }

    /// <summary>Moves stop by stop to something of a name for tests, forwards unless told otherwise.</summary>
    public static Task TabToAsync(this IPage page, string testId, string key = "Tab") => page.TabToAsync(page.GetByTestId(testId), testId, key);

    /// <summary>Moves stop by stop to something; it must be seen to have the focus there.</summary>
    public static async Task TabToAsync(this IPage page, ILocator target, string name, string key = "Tab")
    {
        await Expect(target).ToBeVisibleAsync();
        for (var stop = 0; stop < MostStops; stop++)
        {
            await page.Keyboard.PressAsync(key);
            if (await target.EvaluateAsync<bool>("element => element.contains(document.activeElement)"))
            {
                Assert.StartsWith("seen: ", await page.EvaluateAsync<string>(LookAtFocus), StringComparison.Ordinal);
                return;
            }
        }

        Assert.Fail($"{name} was not reached by {MostStops} times {key}; the focus is at: {await page.EvaluateAsync<string>(LookAtFocus)}.");
    }

    /// <summary>Moves to something and presses a key there.</summary>
    public static async Task PressAtAsync(this IPage page, string testId, string key = "Enter", string by = "Tab")
    {
        await page.TabToAsync(testId, by);
        await page.Keyboard.PressAsync(key);
    }

    /// <summary>Replaces what stands in the field that has the focus.</summary>
    public static async Task RetypeAsync(this IPage page, string text)
    {
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync(text);
    }

    /// <summary>Types a name as the open question asks for it, and agrees.</summary>
    public static async Task ConfirmByTypingAsync(this IPage page, string name)
    {
        await Expect(page.GetByTestId("confirm-typed")).ToBeFocusedAsync();
        await Expect(page.GetByTestId("confirm-ok")).ToBeDisabledAsync();
        await page.Keyboard.TypeAsync(name);
        await Expect(page.GetByTestId("confirm-ok")).ToBeEnabledAsync();
        await page.PressAtAsync("confirm-ok");
        await Expect(page.GetByTestId("confirm-dialog")).ToBeHiddenAsync();
    }

    /// <summary>Walks through all of a page from its heading to its end and tells the stops that nobody would see, and whether something kept the focus.</summary>
    public static async Task<IReadOnlyList<string>> WalkAsync(this IPage page)
    {
        var (wrong, last) = (new List<string>(), 0);
        await page.EvaluateAsync("() => { window.walked = new Map(); }");
        for (var stop = 0; stop < MostStops; stop++)
        {
            await page.Keyboard.PressAsync("Tab");
            var look = await page.EvaluateAsync<string>(LookAtFocus);
            if (look == "nowhere")
            {
                return wrong; // past the end
            }

            if (!look.StartsWith("seen: ", StringComparison.Ordinal))
            {
                wrong.Add(look);
            }

            // How often the focus was here; whoever wraps round comes back to the first stop.
            var seen = await page.EvaluateAsync<int>("() => { const at = document.activeElement; window.walked.set(at, (window.walked.get(at) ?? 0) + 1); return window.walked.get(at); }");
            if (seen > 1)
            {
                var isFirst = await page.EvaluateAsync<bool>("() => document.activeElement === [...window.walked.keys()][0]");
                return isFirst ? wrong : [.. wrong, $"trapped: {look}"];
            }

            last = stop;
        }

        return [.. wrong, $"no end after {last} stops"];
    }
}
