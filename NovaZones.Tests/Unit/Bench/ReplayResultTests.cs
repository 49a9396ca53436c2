using NovaZones.Bench.Replay;
using Xunit;

namespace NovaZones.Tests.Unit.Bench;

public sealed class ReplayResultTests
{
    private static readonly Amounts Placed = new(4_000, 1_024, 500);

    [Fact]
    public void Faults_BooksAgree_AreNone() => Assert.Empty(Result(new Books(2, 6, [], 0, Placed)).Faults);

    [Fact]
    public void Faults_LostAllocation_IsFound()
    {
        var result = Result(new Books(2, 6, [], 0, default));

        Assert.False(result.Sound);
        Assert.StartsWith("Used is", Assert.Single(result.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_InventoryAboveCapacity_IsFound() => Assert.Equal(
        ["Over capacity: root: n0/gpu0 GPU_MILLI: 1100 used of 1000"],
        Result(new Books(2, 6, ["root: n0/gpu0 GPU_MILLI: 1100 used of 1000"], 1, Placed)).Faults);

    [Fact]
    public void Faults_HostMissing_IsFound() => Assert.Equal(
        ["The zones list 1 hosts, 2 should be there."], Result(new Books(1, 3, [], 0, Placed)).Faults);

    [Fact]
    public void Faults_LeftoverAfterLastRelease_IsFound()
    {
        var result = Result(new Books(2, 6, [], 0, Placed));
        var withDepartures = Result(new Books(2, 6, [], 0, Placed), atEnd: new Books(2, 6, [], 0, new Amounts(1, 0, 0)));

        Assert.True(result.Sound);
        Assert.StartsWith("After the last release", Assert.Single(withDepartures.Faults), StringComparison.Ordinal);
    }

    private static ReplayResult Result(Books books, Books? atEnd = null)
    {
        var figures = new ReplayFigures(3, 2, 0, 0, 0, [], [], Placed, Placed, 1, 2);
        return new ReplayResult("nodes", "pods", 1, 1, atEnd is not null, figures, new Amounts(10_000, 4_096, 2_000), 1, 3, 2, books, Placed, atEnd, default);
    }
}
