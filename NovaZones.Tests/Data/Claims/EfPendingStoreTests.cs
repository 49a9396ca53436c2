using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Claims;
using NovaZones.Core.Placement.Pending;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Claims;

public sealed class EfPendingStoreTests
{
    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task ListPendingAsync_OfAllStates_GivesThoseWithoutAnEndWholeAndInOrderOfArrival(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var until = Stored.Noon.AddHours(1);
        var waiting = Stored.Reservation(ReservationState.Waiting) with { CreatedAt = Stored.Noon.AddSeconds(2), PendingUntil = until, RequestJson = """{"resources":{"VCPU":1}}""" };
        var pending = Stored.Reservation(ReservationState.Pending) with { CreatedAt = Stored.Noon.AddSeconds(3), PendingUntil = until };
        var claiming = Stored.Reservation(ReservationState.Claiming) with { CreatedAt = Stored.Noon.AddSeconds(1), PendingUntil = until };
        Reservation[] others =
        [
            Stored.Reservation(ReservationState.Claiming),
            .. new[] { ReservationState.Placed, ReservationState.Partial, ReservationState.Refused, ReservationState.Released, ReservationState.Cancelled, ReservationState.Expired }
                .Select(state => Stored.Reservation(state) with { PendingUntil = until }),
        ];
        await database.Services.GetRequiredService<IClaimStore>().CommitAsync(
            Stored.NoChanges.With(reservations: [waiting, .. others, pending, claiming]), TestContext.Current.CancellationToken);

        var found = await database.Services.GetRequiredService<IPendingStore>().ListPendingAsync(TestContext.Current.CancellationToken);

        Assert.Equal([claiming, waiting, pending], found);
    }
}
