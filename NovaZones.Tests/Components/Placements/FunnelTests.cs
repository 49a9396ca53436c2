using Bunit;
using NovaZones.Core.Placement;
using NovaZones.Web.Features.Placements.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Placements;

public sealed class FunnelTests : ConsoleContext
{
    [Fact]
    public void Render_TwoFilters_DrawsWhatEachLeavesAndDrops()
    {
        var local = new LocalExplanation(
            200,
            50,
            [
                new FilterExplanation("HostState", 20, [new ReasonCount("host-state.down", 20)]),
                new FilterExplanation("Resources", 130, [new ReasonCount("resources.not-enough-free", 100), new ReasonCount("resources.no-such-class", 30)]) { WouldDrop = 1140 },
            ],
            []);

        var funnel = Render<Funnel>(p => p.Add(f => f.Local, local));

        Assert.Equal("200", funnel.Find("[data-testid=funnel-considered]").TextContent);
        Assert.Equal("50", funnel.Find("[data-testid=funnel-passed]").TextContent);
        Assert.Equal("would drop 0", funnel.Find("[data-testid=would-drop-HostState]").TextContent);
        Assert.Equal("would drop 1,140", funnel.Find("[data-testid=would-drop-Resources]").TextContent);
        Assert.Contains("130 dropped here; alone it would drop 1140", funnel.Find("[data-testid=funnel-Resources] .track").GetAttribute("title"), StringComparison.Ordinal);
        Assert.Contains("would drop were it the only one", funnel.Find("[data-testid=funnel-legend]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["width: 90%", "width: 10%"], Widths(funnel, "HostState"));
        Assert.Equal(["width: 25%", "width: 65%"], Widths(funnel, "Resources"));
        Assert.Equal(
            ["resources.not-enough-free × 100", "resources.no-such-class × 30"],
            funnel.FindAll("[data-testid=funnel-Resources] .reasons > span").Select(r => r.TextContent.Trim()));
    }

    [Fact]
    public async Task Saved_HoldsEveryStep()
    {
        var local = new LocalExplanation(200, 180, [new FilterExplanation("HostState", 20, [new ReasonCount("host-state.down", 20)]) { WouldDrop = 20 }], []);

        var file = await this.SavedAsync(Render<Funnel>(p => p.Add(f => f.Local, local)), "funnel", "csv");

        Assert.Equal("filter,dropped,wouldDrop,left,reasons\r\n,0,0,200,\r\nHostState,20,20,180,host-state.down × 20\r\n", file);
    }

    [Fact]
    public void Render_NoHosts_DividesByNothing()
    {
        var funnel = Render<Funnel>(p => p.Add(f => f.Local, LocalExplanation.Nothing));

        Assert.Equal("0", funnel.Find("[data-testid=funnel-passed]").TextContent);
    }

    private static IEnumerable<string?> Widths(IRenderedComponent<Funnel> funnel, string filter) =>
        funnel.FindAll($"[data-testid=funnel-{filter}] .bar").Select(b => b.GetAttribute("style"));
}
