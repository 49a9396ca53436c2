using NovaZones.Core.Claims;
using NovaZones.Core.Placement.Pending;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement.Pending;

public sealed class LackIndexTests
{
    private static readonly Lack Cpu = new(LackKind.Resource, "VCPU");
    private static readonly Lack Ram = new(LackKind.Resource, "MEMORY_MB");

    [Fact]
    public void Lacking_OneOfSeveralKeys_GivesEachWaiterOnceInOrderOfArrival()
    {
        var index = new LackIndex();
        var (late, early, other) = (Entry("r-b", 2), Entry("r-c", 1), Entry("r-a", 0));
        index.Add(Cpu, late);
        index.Add(Ram, late);
        index.Add(Cpu, early);
        index.Add(new Lack(LackKind.Trait, "VCPU"), other);

        Assert.Equal([early, late], index.Lacking([Cpu, Ram]));
        Assert.Empty(index.Lacking([new Lack(LackKind.Resource, "DISK_GB")]));
    }

    [Fact]
    public void Remove_TheLastWaiterOfAKey_ForgetsTheKey()
    {
        var index = new LackIndex();
        var (first, second) = (Entry("r-a", 0), Entry("r-b", 1));
        index.Add(Cpu, first);
        index.Add(Cpu, second);
        index.Add(Ram, first);

        index.Remove([Cpu, Ram], first);

        Assert.Equal([second], index.Lacking([Cpu, Ram]));
        Assert.Equal((true, false), (index.Has(Cpu), index.Has(Ram)));
    }

    private static PendingEntry Entry(string id, int seconds) => new(
        new Reservation
        {
            Id = id,
            Caller = "test",
            State = ReservationState.Waiting,
            Requested = 1,
            Placed = 0,
            Policy = "default",
            CreatedAt = Planning.Now.AddSeconds(seconds),
            PendingUntil = Planning.Now.AddHours(1),
            RequestJson = "{}",
        },
        Planning.Request("""{"resources":{"VCPU":1}}"""));
}
