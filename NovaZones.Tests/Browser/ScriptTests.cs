using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>Scripts of the console by themselves, on a page that holds nothing else.</summary>
public sealed class ScriptTests
{
    private const string Buttons = """
        <main><h1>Page</h1><section>
          <button id="act" onclick="this.disabled = true">Act</button> <button id="next">Next</button>
        </section><input id="elsewhere"></main>
        """;

    [Fact]
    public async Task Focus_OfAButtonThatIsOffForLong_IsLentToItsNeighbourAndGivenBack()
    {
        await using var chromium = await Chromium.StartAsync();
        var page = await OpenAsync(chromium);

        await page.FocusAsync("#act");
        await page.Keyboard.PressAsync("Enter");
        await page.Clock.RunForAsync(9_000);
        await Expect(page.Locator("#next")).Not.ToBeFocusedAsync();
        await page.Clock.RunForAsync(2_000);
        await Expect(page.Locator("#next")).ToBeFocusedAsync();
        await page.EvaluateAsync("() => { document.getElementById('act').disabled = false; }");

        await Expect(page.Locator("#act")).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData("Tab", "elsewhere")]
    [InlineData("Shift", "next")] // whatever is pressed there: whoever works with the neighbour is not called away
    public async Task Focus_OfAButtonThatIsOffForLong_IsNotTakenFromWhoGoesOn(string key, string stays)
    {
        await using var chromium = await Chromium.StartAsync();
        var page = await OpenAsync(chromium);

        await page.FocusAsync("#act");
        await page.Keyboard.PressAsync("Enter");
        await page.Clock.RunForAsync(11_000);
        await Expect(page.Locator("#next")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync(key);
        await page.EvaluateAsync("() => { document.getElementById('act').disabled = false; }");
        await page.Clock.RunForAsync(1_000);

        await Expect(page.Locator($"#{stays}")).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData(50)]
    [InlineData(4_000)]
    public async Task HeatMap_ChangesOfSomeTiles_AreDrawnAsIfAllWereDrawnAnew(int tiles)
    {
        await using var chromium = await Chromium.StartAsync();
        var page = await chromium.OpenAsync(ColorScheme.Light, 800, 600);
        await page.SetContentAsync("""<div style="width: 700px; --heat-0: #123456; --heat-1: #345678; --heat-2: #56789a; --heat-3: #789abc; --heat-4: #9abcde; --heat-down: #111; --heat-disabled: #222; --heat-none: #333; --heat-stroke: #fff"><canvas id="a"></canvas><canvas id="b"></canvas></div>""");
        var script = Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(RepositoryTop.Path, "NovaZones.Web/Features/Overview/Parts/HeatMap.razor.js"), Xunit.TestContext.Current.CancellationToken));

        var seen = await page.EvaluateAsync<bool[]>(
            """
            async ([script, tiles]) => {
              const { draw, change } = await import('data:text/javascript;base64,' + script);
              const [a, b] = ['a', 'b'].map(id => document.getElementById(id));
              const marks = Uint8Array.from({ length: tiles }, (_, i) => i * 7 % 101);
              const known = [0, 24, 25, 60, 75, 90, 100, 200, 201, 202];
              draw(a, marks, null);
              const before = a.toDataURL();
              const changes = [];
              for (let i = 0; i < 40; i++) {
                const place = i * 97 % tiles, mark = known[i % known.length];
                changes.push(place & 255, place >> 8 & 255, place >> 16, mark);
                marks[place] = mark;
              }
              change(a, Uint8Array.from(changes));
              draw(b, marks, null);
              const [changed, whole] = [a.toDataURL(), b.toDataURL()];
              a.parentElement.style.setProperty('--heat-0', '#ff0000'); // as when the page becomes dark
              change(a, new Uint8Array(0));
              draw(b, marks, null);
              return [before !== changed, changed === whole, a.toDataURL() !== changed, a.toDataURL() === b.toDataURL()];
            }
            """,
            new object[] { script, tiles });

        Assert.Equal([true, true, true, true], seen);
    }

    [Fact]
    public async Task HeatMap_LeftWhileATileIsPointedAt_CallsNobody()
    {
        await using var chromium = await Chromium.StartAsync();
        var page = await chromium.OpenAsync(ColorScheme.Light, 800, 600);
        await page.Clock.InstallAsync();
        await page.SetContentAsync("""<div style="width: 700px"><canvas id="a"></canvas></div>""");
        var script = Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(RepositoryTop.Path, "NovaZones.Web/Features/Overview/Parts/HeatMap.razor.js"), Xunit.TestContext.Current.CancellationToken));
        await page.EvaluateAsync(
            """
            async script => {
              window.calls = [];
              const { draw } = await import('data:text/javascript;base64,' + script);
              draw(document.getElementById('a'), new Uint8Array(50), { invokeMethodAsync: (name, tile) => window.calls.push(tile) });
            }
            """,
            script);

        await page.EvaluateAsync(Point, 3);
        await page.Clock.RunForAsync(200);
        Assert.Single(await page.EvaluateAsync<int[]>("() => window.calls"));
        await page.EvaluateAsync(Point, 40);
        await page.EvaluateAsync("() => document.getElementById('a').remove()");
        await page.Clock.RunForAsync(200);

        Assert.Single(await page.EvaluateAsync<int[]>("() => window.calls"));
    }

    private const string Point = """
        x => {
          const canvas = document.getElementById('a'), box = canvas.getBoundingClientRect();
          canvas.dispatchEvent(new MouseEvent('mousemove', { clientX: box.left + x, clientY: box.top + 3 }));
        }
        """;

    [Theory]
    [InlineData(4)]
    [InlineData(4_000)]
    [InlineData(100_000)]
    public async Task HeatMap_OfAnyFleet_FillsItsPlaceAlsoAfterAResize_AndAClickOpensTheHostUnderIt(int tiles)
    {
        await using var chromium = await Chromium.StartAsync();
        var page = await chromium.OpenAsync(ColorScheme.Light, 1200, 600);
        await page.SetContentAsync("""<style>body { margin: 0 } canvas { display: block; width: 100% }</style><div id="place" style="padding: 0 50px"><canvas id="a"></canvas></div>""");
        var script = Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(RepositoryTop.Path, "NovaZones.Web/Features/Overview/Parts/HeatMap.razor.js"), Xunit.TestContext.Current.CancellationToken));
        await page.EvaluateAsync(
            """
            async ([script, tiles]) => {
              const { draw } = await import('data:text/javascript;base64,' + script);
              window.opened = [];
              draw(document.getElementById('a'), new Uint8Array(tiles), { invokeMethodAsync: (what, tile) => { if (what === 'Open') window.opened.push(tile); } });
            }
            """,
            new object[] { script, tiles });

        foreach (var width in new[] { 1200, 400, 900 })
        {
            await page.SetViewportSizeAsync(width, 600);
            await page.WaitForFunctionAsync("width => document.getElementById('a').width === width", width - 100);
            var seen = await page.EvaluateAsync<int[]>(
                """
                () => {
                  const canvas = document.getElementById('a'), box = canvas.getBoundingClientRect(), columns = Number(canvas.dataset.columns);
                  const rows = Math.ceil(Number(canvas.dataset.drawn) / columns), size = box.height / rows;
                  const press = (column, row) => canvas.dispatchEvent(new MouseEvent('click', { clientX: box.left + (column + 0.5) * size, clientY: box.top + (row + 0.5) * size, bubbles: true }));
                  window.opened = [];
                  press(0, 0);
                  press(2, 0);
                  press((Number(canvas.dataset.drawn) - 1) % columns, rows - 1);
                  return [box.width, box.left, Math.round(size * Math.min(columns, Number(canvas.dataset.drawn))), ...window.opened];
                }
                """);

            Assert.Equal([width - 100, 50], seen.Take(2));
            Assert.Equal([0, 2, tiles - 1], seen.Skip(3));
            if (tiles > 4)
            {
                Assert.InRange(seen[2], width - 100 - 22, width - 100); // less than one tile is left over
            }
        }
    }

    private static async Task<IPage> OpenAsync(Chromium chromium)
    {
        var page = await chromium.OpenAsync(ColorScheme.Light, 800, 600);
        await page.Clock.InstallAsync();
        await page.SetContentAsync(Buttons);
        await page.AddScriptTagAsync(new PageAddScriptTagOptions { Path = Path.Combine(RepositoryTop.Path, "NovaZones.Web/wwwroot/focus.js") });
        return page;
    }
}
