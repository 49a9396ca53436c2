using Bunit;
using NovaZones.Core.Placement.Capacity;
using NovaZones.Web.Features.Placements.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Placements;

public sealed class CapacityViewTests : ConsoleContext
{
    [Fact]
    public void Render_AllAnswered_TellsTotalLargestAndZones()
    {
        var view = View(1234, 16, new ZoneCapacity("planet", 34, 4, "Answered"), new ZoneCapacity("emea!paris", 1200, 16, "Answered"));

        Assert.StartsWith("1,234 would fit, at most 16 on one host.", view.Find(".total").TextContent, StringComparison.Ordinal);
        Assert.Equal(["34", "4"], view.FindAll("[data-testid=capacity-planet] .number").Select(e => e.TextContent));
        Assert.Equal(["1,200", "16"], view.FindAll("[data-testid='capacity-emea!paris'] .number").Select(e => e.TextContent));
    }

    [Fact]
    public void Render_ZoneThatDidNotAnswer_IsNoZeroAndTheTotalIsALeast()
    {
        var view = View(34, 4, new ZoneCapacity("planet", 34, 4, "Answered"), new ZoneCapacity("emea", 0, 0, "TimedOut", "did not answer within 2 s"));

        Assert.StartsWith("At least 34 would fit,", view.Find(".total").TextContent, StringComparison.Ordinal);
        Assert.Equal(["–", "–"], view.FindAll("[data-testid=capacity-emea] .number").Select(e => e.TextContent));
        Assert.Contains("did not answer within 2 s", view.Find("[data-testid=capacity-emea]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_NothingFits_SaysWhatToDoNext() =>
        Assert.Contains("A dry run says what stands in the way.", View(0, 0, new ZoneCapacity("planet", 0, 0, "Answered")).Find(".total").TextContent, StringComparison.Ordinal);

    private IRenderedComponent<CapacityView> View(long total, int largest, params ZoneCapacity[] zones) =>
        Render<CapacityView>(p => p.Add(v => v.Answer, new CapacityAnswer { Total = total, LargestOnOneHost = largest, Zones = [.. zones] }));
}
