using Bunit;
using NovaZones.Core.Claims;
using NovaZones.Core.Placement.Pending;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Placements.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Placements;

public sealed class PlacementRowsTests : ConsoleContext
{
    [Fact]
    public void Render_PendingOnes_ShowsTheirPlaceInTheQueue()
    {
        var waiting = Stored.Reservation(ReservationState.Waiting) with { PendingUntil = Stored.Noon.AddHours(1) };
        var placed = Stored.Reservation();

        var rows = Render<PlacementRows>(p => p
            .Add(r => r.Items, [waiting, placed])
            .Add(r => r.Pending, new Dictionary<string, PendingStatus> { [waiting.Id] = new(7, 1, 0, ["resource VCPU"]) }));

        Assert.Equal("no. 7", rows.Find("[data-testid=position]").TextContent);
        Assert.Single(rows.FindAll("[data-testid=position]"));
    }
}
