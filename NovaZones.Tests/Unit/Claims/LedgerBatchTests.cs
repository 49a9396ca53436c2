using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Quotas;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Claims;

/// <summary>What a group of decisions says of one reservation comes to one thing to write.</summary>
public sealed class LedgerBatchTests
{
    private static readonly Reservation Begun = Stored.Reservation(ReservationState.Claiming);
    private static readonly Reservation Ended = Begun with { State = ReservationState.Placed, Placed = 1, AnswerJson = "{}" };

    private readonly LedgerBatch _batch = new(FleetSnapshot.Of([]), TenantBook.Empty, new LocalInstances(), new Dictionary<Guid, InstanceCharge>(), Stored.Noon);

    [Fact]
    public void SaveReservationEnd_OfOneThatIsStored_IsAnEndAlone()
    {
        _batch.SaveReservationEnd(Ended);

        AssertWritten(ends: [Ended]);
        Assert.False(_batch.ToChanges().IsEmpty);
    }

    [Fact]
    public void SaveReservationEnd_InTheGroupThatBeganIt_IsWrittenWhole()
    {
        _batch.SaveReservation(Begun);
        _batch.SaveReservationEnd(Ended);

        AssertWritten(whole: [Ended]);
    }

    [Fact]
    public void SaveReservation_AfterItsEnd_IsWrittenWhole()
    {
        _batch.SaveReservationEnd(Ended);
        _batch.SaveReservation(Begun);

        AssertWritten(whole: [Begun]);
    }

    [Fact]
    public void SaveReservationState_AroundAnEnd_TheLaterCounts()
    {
        _batch.SaveReservationState(Begun.Id, ReservationState.Releasing, null);
        _batch.SaveReservationEnd(Ended);
        AssertWritten(ends: [Ended]);

        _batch.SaveReservationState(Begun.Id, ReservationState.Released, Stored.Noon);
        AssertWritten(ends: [Ended with { State = ReservationState.Released, ReleasedAt = Stored.Noon }]);
    }

    [Fact]
    public void Rollback_OverAnEnd_LeavesWhatWasBefore()
    {
        _batch.SaveReservationState(Begun.Id, ReservationState.Releasing, null);
        var mark = _batch.Mark();
        _batch.SaveReservationEnd(Ended);
        _batch.Rollback(mark);

        AssertWritten();
        Assert.Equal(ReservationState.Releasing, Assert.Single(_batch.ToChanges().ReservationStates).State);
    }

    private void AssertWritten(Reservation[]? whole = null, Reservation[]? ends = null)
    {
        var changes = _batch.ToChanges();
        Assert.Equal(whole ?? [], changes.Reservations);
        Assert.Equal(ends ?? [], changes.Ends);
        if (whole is not null || ends is not null)
        {
            Assert.Empty(changes.ReservationStates);
        }
    }
}
