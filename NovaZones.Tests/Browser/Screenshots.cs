using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;

namespace NovaZones.Tests.Browser;

/// <summary>Pictures of pages for people to look at, in <c>artifacts/screenshots</c> at the top of the repository.</summary>
internal static class Screenshots
{
    public static async Task SaveAsync(IPage page, string name)
    {
        await page.EvaluateAsync("() => window.scrollTo(0, 0)"); // else the bar stands in the middle of the picture
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = FileOf(name), FullPage = true });
    }

    /// <summary>A picture of one part of a page.</summary>
    public static Task SaveAsync(ILocator part, string name) => part.ScreenshotAsync(new LocatorScreenshotOptions { Path = FileOf(name) });

    public static string FileOf(string name)
    {
        var directory = Path.Combine(RepositoryTop.Path, "artifacts", "screenshots");
        Directory.CreateDirectory(directory);
        return Path.Combine(directory, $"{name}.png");
    }
}
