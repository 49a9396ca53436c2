using System.Collections.Immutable;
using Bunit;
using NovaZones.Core.Placement;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Placements.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Placements;

/// <summary>What a dry run would place, and placing exactly that.</summary>
public sealed class PlannedAnswerTests : ConsoleContext
{
    [Fact]
    public async Task Commit_GivesThePlanBack()
    {
        var given = new List<string>();
        var view = Render<PlannedAnswer>(p => p
            .Add(v => v.Answer, Answer(1) with { Plan = "the-plan", PlanExpiresAt = Stored.Noon.AddMinutes(5) })
            .Add(v => v.OnCommit, given.Add));

        await view.Find("[data-testid=commit]").ClickAsync(new());

        Assert.Equal(["the-plan"], given);
    }

    [Fact]
    public void Commit_WhileSomethingIsUnderWay_WaitsAndWithoutAPlanThereIsNone()
    {
        var busy = Render<PlannedAnswer>(p => p.Add(v => v.Answer, Answer(1) with { Plan = "the-plan" }).Add(v => v.IsBusy, true));
        Assert.True(busy.Find("[data-testid=commit]").HasAttribute("disabled"));

        var bare = Render<PlannedAnswer>(p => p.Add(v => v.Answer, Answer(1)));
        Assert.Empty(bare.FindAll("[data-testid=commit]"));
    }

    [Fact]
    public void Instances_BeyondFifty_AreCutAndItIsSaid()
    {
        var view = Render<PlannedAnswer>(p => p.Add(v => v.Answer, Answer(51)));

        Assert.Equal(50, view.FindAll("tbody tr").Count);
        Assert.Contains("The first 50 of 51 are listed.", view.Markup, StringComparison.Ordinal);
        Assert.Contains("51 of 60 would be placed", view.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Host_ThatAZoneKeepsToItself_IsNotInvented()
    {
        var answer = Answer(1);
        var hidden = answer.Instances[0] with { Host = null, Alternates = [new AlternatePlace("paris", null, 0.5), new AlternatePlace("z", "h9", 0.4)] };

        var view = Render<PlannedAnswer>(p => p.Add(v => v.Answer, answer with { Instances = [hidden] }));

        var row = view.Find("tbody tr");
        Assert.Equal("kept by its zone", row.Children[2].TextContent);
        Assert.Equal("paris, h9", row.Children[4].TextContent);
    }

    [Fact]
    public void Child_ThatFailed_StandsThereWithItsReason()
    {
        var view = Render<PlannedAnswer>(p => p.Add(v => v.Answer, Answer(1) with { Children = [new ChildAnswer("paris", "TimedOut", "no answer within 2000 ms", 2000)] }));

        Assert.Contains("no answer within 2000 ms", view.Find("p.child").TextContent, StringComparison.Ordinal);
        Assert.Equal("paris", view.Find("p.child b").TextContent);
    }

    private static PlacementAnswer Answer(int instances) => new()
    {
        ReservationId = "",
        State = "Planned",
        Requested = 60,
        Placed = instances,
        Instances = [.. Enumerable.Range(0, instances).Select(i => new PlacedInstance(null, "z", $"h{i}", 1, ImmutableArray<AlternatePlace>.Empty))],
        Children = [],
        ElapsedMs = 3,
    };
}
