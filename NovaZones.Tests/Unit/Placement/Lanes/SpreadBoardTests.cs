using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Lanes;
using Xunit;

namespace NovaZones.Tests.Unit.Placement.Lanes;

public sealed class SpreadBoardTests
{
    [Theory]
    [InlineData(1, 0, 0, true)]
    [InlineData(1, 1, 0, false)]
    [InlineData(1, 1, 1, true)]
    [InlineData(2, 1, 0, true)]
    [InlineData(2, 2, 0, false)]
    public void Allows_AtTheBound_IsOneMoreThanTheFewestPlusSkew(int skew, int here, int there, bool allowed)
    {
        var board = BoardOf(skew, here, there);

        Assert.Equal(allowed, board.Allows(1));
        Assert.Equal(Math.Max(here, there) + 1 - Math.Min(here, there) <= skew, board.AllowsAll);
    }

    [Fact]
    public void Place_LastDomainWithTheFewest_RaisesTheBound()
    {
        var board = BoardOf(1, 0, 0, 1);

        board.Place([1]);
        Assert.False(board.Allows(1));
        board.Place([2]);

        Assert.Equal((1, true, true), (board.Least, board.Allows(1), board.AllowsAll));
    }

    [Fact]
    public void Copy_Placed_LeavesTheOther()
    {
        var board = BoardOf(1, 0, 0);

        board.Copy().Place([1]);

        Assert.Equal(0, board.MembersIn(1));
    }

    [Fact]
    public void Allows_DomainThatDoesNotCount_IsMeasuredAsEmpty() => Assert.True(BoardOf(1, 3, 3).Allows(99));

    [Fact]
    public void TakeBackIfAhead_UntilWithinTheBound()
    {
        var board = BoardOf(1, 3, 0);

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => board.TakeBackIfAhead(1)));
        Assert.False(board.TakeBackIfAhead(2));
    }

    [Fact]
    public void ScoreOf_TwoAxes_AddsEachShare()
    {
        var board = new SpreadBoard([new SpreadAxis("rack", 1, 0, 2), new SpreadAxis("row", 2, 0, -1)]);
        board.Count(0, 7, 1);
        board.Count(1, 8, 3);

        // 0.5 + 2 × 1 ÷ (1 + 1) − 1 ÷ (3 + 1); a host without the capability gets nothing for it.
        Assert.Equal(1.25, board.ScoreOf(0.5, [7, 8]));
        Assert.Equal(0.25, board.ScoreOf(0.5, [DomainKey.None, 8]));
    }

    [Fact]
    public void Key_Values_AreToldApartByKindAndRequest()
    {
        CapabilityValue[] values =
        [
            CapabilityValue.FromText("1"), CapabilityValue.FromNumber(1), CapabilityValue.FromBoolean(true), CapabilityValue.FromList(CapabilityValue.FromText("1")),
            CapabilityValue.FromList(), CapabilityValue.FromText(""),
        ];

        Assert.Equal(values.Length * 2, new ulong[] { 5, 6 }.SelectMany(seed => values.Select(v => DomainKey.Of(seed, v))).Distinct().Count());
        Assert.Equal(DomainKey.Of(5, CapabilityValue.FromNumber(0.0)), DomainKey.Of(5, CapabilityValue.FromNumber(-0.0)));
    }

    private static SpreadBoard BoardOf(int skew, params int[] members)
    {
        var board = new SpreadBoard([new SpreadAxis("rack", 0, skew, 0)]);
        for (var i = 0; i < members.Length; i++)
        {
            board.Count(0, (ulong)i + 1, members[i]);
        }

        board.Settle();
        return board;
    }
}
