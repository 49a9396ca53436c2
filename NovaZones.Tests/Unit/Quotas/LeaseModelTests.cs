using Xunit;

namespace NovaZones.Tests.Unit.Quotas;

/// <summary>Random histories of a tree whose zones run the real books and lease arithmetic over links that lose, delay and double messages.</summary>
public sealed class LeaseModelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AnyHistory_OfClaimsLeasesPartitionsAndRestarts_NeverExceedsTheRootsLimit(int seed)
    {
        var placedFromBelow = 0;
        for (var round = 0; round < 40; round++)
        {
            var tree = new LeaseModel(new Random((seed * 1000) + round));
            for (var step = 0; step < 400; step++)
            {
                tree.Step();
                Assert.True(tree.Total <= LeaseModel.Limit, $"seed {seed}, round {round}, step {step}: {tree.Total} of {LeaseModel.Limit} placed\n{tree}");
                Assert.True(tree.EveryParentCountsEnough, $"seed {seed}, round {round}, step {step}: a child holds more than its parent counts\n{tree}");
            }

            placedFromBelow += tree.PlacedBelow;

            // Healed and empty again, everything is free at the root and all books agree.
            tree.HealAndRelease();
            Assert.Equal(0, tree.Total);
            Assert.True(tree.BooksAgree, $"seed {seed}, round {round}: {tree}");
        }

        Assert.True(placedFromBelow > 500, $"The histories must really use leases; {placedFromBelow} claims did.");
    }

    [Fact]
    public void AChildThatIsTrusted_WithoutCountingFirst_WouldExceedTheLimit()
    {
        // The model must be able to fail: with the lease counted only once it is confirmed, some history breaks the limit.
        var broken = Enumerable.Range(0, 60).Any(seed =>
        {
            var tree = new LeaseModel(new Random(seed)) { CountsOnlyWhatIsConfirmed = true };
            for (var step = 0; step < 400; step++)
            {
                tree.Step();
                if (tree.Total > LeaseModel.Limit)
                {
                    return true;
                }
            }

            return false;
        });

        Assert.True(broken);
    }
}
