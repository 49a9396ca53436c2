using NovaZones.Core.Claims;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Overview;
using Xunit;

namespace NovaZones.Tests.Components.Overview;

public sealed class RefusalReasonTests
{
    [Fact]
    public void Of_Refusals_GroupsThemWhateverTheAmounts()
    {
        var (reasons, others, refused) = RefusalReason.Of(
        [
            At(1, ReservationState.Refused, "room for 6 of 9 (at least 9 were asked for)"),
            At(2, ReservationState.Placed, null),
            At(3, ReservationState.Refused, "room for 0 of 2 (at least 1 were asked for)"),
            At(4, ReservationState.Expired, "its deadline passed after 30 s"),
        ]);

        Assert.Equal(
            [
                new RefusalReason("room for … of … (at least … were asked for)", 2, Stored.Noon.AddSeconds(-1)),
                new RefusalReason("its deadline passed after 30 s", 1, Stored.Noon.AddSeconds(-4)),
            ],
            reasons);
        Assert.Equal((0, 3), (others, refused));
    }

    [Fact]
    public void Of_ManyReasons_AddsTheRareOnesUp()
    {
        var (reasons, others, refused) = RefusalReason.Of([.. Enumerable.Range(0, 9).Select(i => At(i, ReservationState.Refused, new string((char)('a' + i), 3)))]);

        Assert.Equal((6, 3, 9), (reasons.Count, others, refused));
    }

    [Theory]
    [InlineData("""{"resources":{"MEMORY_MB":4096,"VCPU":2},"traits":{"required":["HW_A"]}}""", "2 vCPU|4 GiB Memory|HW_A")]
    [InlineData("""{"traits":{"anyOf":[["A","B"],["C"]],"forbidden":["OLD"],"other":1}}""", "A or B|C|not OLD|other 1")]
    [InlineData("""{"groups":[{"resources":{"GPU_MILLI":1000},"traits":{"anyOf":[["A","B"]]}},{"resources":{"GPU_MILLI":1000},"traits":{"anyOf":[["A","B"]]}},{"resources":{"VCPU":1}}]}""", "2 × (1 GPU, A or B)|1 × (1 vCPU)")]
    [InlineData("""{"groups":[1],"traits":[]}""", "groups [1]|traits []")]
    [InlineData("nonsense", "nonsense")]
    public void RequestWords_Of_Request_ReadsLikeWords(string json, string words) => Assert.Equal(words, string.Join('|', RequestWords.Of(json)));

    private static Reservation At(int secondsAgo, ReservationState state, string? reason) => new()
    {
        Id = ReservationId.Create(),
        Caller = "user:ann",
        State = state,
        Reason = reason,
        Requested = 1,
        Placed = 0,
        Policy = "default",
        CreatedAt = Stored.Noon.AddSeconds(-secondsAgo),
        RequestJson = "{}",
    };
}
