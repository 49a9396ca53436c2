using System.Collections.Immutable;
using NovaZones.Core.Federation;
using NovaZones.Core.Placement.Pending;
using NovaZones.Core.Zones;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement.Pending;

public sealed class ChildNewsTests
{
    private static readonly ChildZone Paris = new()
    {
        Id = Guid.Parse("00000000-0000-0000-0000-000000000001"),
        Name = "paris",
        ApiUrl = new Uri("http://127.0.0.1:1"),
        Token = "t",
        Enabled = true,
        CreatedAt = Planning.Now,
    };

    [Theory]
    [InlineData(false, 3, 3, 4, 4)] // one core more than before, and enough in one place
    [InlineData(true, 3, 3, 2, 4)] // more in all, and less in one place than is asked
    [InlineData(true, 4, 4, 4, 4)] // nothing new
    [InlineData(true, 8, 9, 4, 4)] // less than before
    [InlineData(false, 4, 4, 4, 9)] // room for more of the same on another host
    public void MayHelp_ByFreeCores_NeedsEnoughAndMoreThanBefore(bool sleeps, long largestBefore, long freeBefore, long largest, long free)
    {
        var request = Planning.Request("""{"resources":{"VCPU":4}}""");

        Assert.Equal(!sleeps, ChildNews.MayHelp(request, "root", Child(largestBefore, freeBefore), Child(largest, free)));
    }

    [Fact]
    public void MayHelp_AChildThatComesBack_MayAsItIs()
    {
        var request = Planning.Request("""{"resources":{"VCPU":4}}""");
        var child = Child(4, 4);

        Assert.True(ChildNews.MayHelp(request, "root", child with { Health = ChildHealth.Offline }, child));
        Assert.False(ChildNews.MayHelp(request, "root", child, child with { Health = ChildHealth.Offline }));
        Assert.True(ChildNews.MayHelp(request, "root", null, child));
    }

    [Fact]
    public void MayHelp_ARequestThatLeavesTheChildOut_MayNot()
    {
        var request = Planning.Request("""{"resources":{"VCPU":4},"zones":{"not":["paris"]}}""");

        Assert.False(ChildNews.MayHelp(request, "root", null, Child(8, 8)));
    }

    private static ChildState Child(long largestFree, long free) => new(
        Paris,
        ChildHealth.Online,
        new ZoneInfo
        {
            Id = Paris.Id,
            Name = "paris",
            Path = "paris",
            Version = "1",
            Driver = "distributed",
            Policy = "default",
            PolicyVersion = 1,
            AsOf = Planning.Now,
            Summary = new ZoneSummary
            {
                Hosts = new HostCounts(2, 0, 0),
                Resources = ImmutableSortedDictionary<string, ResourceSummary>.Empty.Add("VCPU", new ResourceSummary(100, 100 - free, largestFree)),
            },
        },
        Planning.Now,
        0,
        null,
        1);
}
