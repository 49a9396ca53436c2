using NovaZones.Core.Claims;
using Xunit;

namespace NovaZones.Tests.Unit.Claims;

public sealed class ReservationIdTests
{
    [Fact]
    public void Create_ManyAtOnce_AreAllDifferentAndValid()
    {
        var ids = new string[20_000];

        Parallel.For(0, ids.Length, i => ids[i] = ReservationId.Create());

        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.True(ReservationId.IsValid(id), id));
    }

    [Fact]
    public void Create_InARow_ShareTheirBeginningOverRunsOf4096()
    {
        // 12 bits count, 48 do not: the two letters and the first nine, of five bits each, stay for a run, and the tenth keeps three bits.
        var ids = Enumerable.Range(0, 20_000).Select(_ => ReservationId.Create()).ToList();

        Assert.InRange(ids.GroupBy(id => id[..11], StringComparer.Ordinal).Count(), 20_000 / 4096, (20_000 / 4096) + 4);
    }
}
