using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;

namespace NovaZones.Tests.Browser;

/// <summary>Pictures of pages for people to look at, in <c>artifacts/screenshots</c> at the top of the repository.</summary>
internal static class Screenshots
{
    public static async Task SaveAsync(IPage page, string name)
    {
        var directory = Path.Combine(RepositoryTop.Path, "artifacts", "screenshots");
        Directory.CreateDirectory(directory);
        await page.EvaluateAsync("() => window.scrollTo(0, 0)"); // else the bar stands in the middle of the picture
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory, $"{name}.png"), FullPage = true });
    }
}
