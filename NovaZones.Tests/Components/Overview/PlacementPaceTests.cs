using NovaZones.Core.Claims;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Overview;
using Xunit;

namespace NovaZones.Tests.Components.Overview;

public sealed class PlacementPaceTests
{
    [Fact]
    public void Of_WholeListWithinTheMinute_CountsTheMinute()
    {
        var page = new ReservationPage([At(5, ReservationState.Placed), At(10, ReservationState.Refused), At(30, ReservationState.Partial), At(61, ReservationState.Placed)], null);

        Assert.Equal(new PlacementPace(2, 1, TimeSpan.FromMinutes(1)), PlacementPace.Of(page, Stored.Noon));
    }

    [Fact]
    public void Of_PageThatCoversPartOfTheMinute_CountsThatPart()
    {
        // 4 in the last 20 seconds are 12 a minute.
        var page = new ReservationPage([At(1, ReservationState.Placed), At(2, ReservationState.Placed), At(3, ReservationState.Placed), At(20, ReservationState.Placed)], "more");

        Assert.Equal(new PlacementPace(12, 0, TimeSpan.FromSeconds(20)), PlacementPace.Of(page, Stored.Noon));
    }

    [Fact]
    public void Of_Nothing_IsZero() =>
        Assert.Equal(new PlacementPace(0, 0, TimeSpan.FromMinutes(1)), PlacementPace.Of(new ReservationPage([], null), Stored.Noon));

    private static Reservation At(int secondsAgo, ReservationState state) => new()
    {
        Id = ReservationId.Create(),
        Caller = "user:ann",
        State = state,
        Requested = 2,
        Placed = state == ReservationState.Refused ? 0 : 1,
        Policy = "default",
        CreatedAt = Stored.Noon.AddSeconds(-secondsAgo),
        RequestJson = "{}",
    };
}
