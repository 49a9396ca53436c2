using Bunit;
using NovaZones.Core.Placement;
using NovaZones.Web.Features.Placements.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Placements;

public sealed class AskingTimeLineTests : ConsoleContext
{
    [Fact]
    public void Render_ZonesOnTwoLevels_DrawsEachFromWhenItWasAsked()
    {
        var line = Render<AskingTimeLine>(p => p.Add(l => l.Children,
        [
            new ChildExplanation { Zone = "apac", Outcome = "TimedOut", StartedMs = 40, ElapsedMs = 60 },
            new ChildExplanation
            {
                Zone = "emea", Outcome = "Answered", ElapsedMs = 40,
                Children = [new ChildExplanation { Zone = "paris", Outcome = "Answered", StartedMs = 5, ElapsedMs = 20 }],
            },
            new ChildExplanation { Zone = "rome", Outcome = "Skipped", Reason = "not needed" },
        ]));

        Assert.Equal(["emea", "paris", "apac"], line.FindAll(".zone").Select(zone => zone.TextContent));
        Assert.Equal(["emea", "emea!paris", "apac"], line.FindAll(".zone").Select(zone => zone.GetAttribute("title")));
        Assert.Equal(["left: 0%; width: 40%", "left: 5%; width: 20%", "left: 40%; width: 60%"], line.FindAll(".bar").Select(bar => bar.GetAttribute("style")));
        Assert.Equal([false, false, true], line.FindAll(".bar").Select(bar => bar.ClassList.Contains("silent")));
        Assert.Contains("40 to 100 ms", line.FindAll(".times")[2].TextContent, StringComparison.Ordinal);
        Assert.Single(line.FindAll(".times .chip, .times [class*=chip]").Select(chip => chip.TextContent.Trim()).Distinct()); // told in words, not by the pattern alone
    }

    [Fact]
    public void Render_NobodyWasAsked_DrawsNothing() =>
        Assert.Empty(Render<AskingTimeLine>(p => p.Add(l => l.Children, [new ChildExplanation { Zone = "rome", Outcome = "Skipped" }])).Markup.Trim());
}
