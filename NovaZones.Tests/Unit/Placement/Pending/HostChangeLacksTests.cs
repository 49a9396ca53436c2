using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Pending;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement.Pending;

public sealed class HostChangeLacksTests
{
    private const string Before = """{"inventories":{"VCPU":8,"MEMORY_MB":1024},"capabilities":{"rack":"r1"},"traits":["CUSTOM_A"],"aggregates":["ssd"],"availabilityZone":"east"}""";

    [Theory]
    [InlineData("""{"inventories":{"VCPU":9,"MEMORY_MB":1024},"capabilities":{"rack":"r1"},"traits":["CUSTOM_A"],"aggregates":["ssd"],"availabilityZone":"east"}""", "resource VCPU")]
    [InlineData("""{"inventories":{"VCPU":7,"MEMORY_MB":{"total":1024,"maxUnit":512}},"capabilities":{"rack":"r1"},"traits":["CUSTOM_A"],"aggregates":["ssd"],"availabilityZone":"east"}""", "resource MEMORY_MB", "resource VCPU")]
    [InlineData("""{"inventories":{"VCPU":8,"MEMORY_MB":1024},"capabilities":{"rack":"r2","gpu":"x"},"traits":["CUSTOM_A"],"aggregates":["ssd"],"availabilityZone":"east"}""", "capability gpu", "capability rack")]
    [InlineData("""{"inventories":{"VCPU":8,"MEMORY_MB":1024},"capabilities":{"rack":"r1"},"traits":["CUSTOM_B"],"aggregates":["ssd"],"availabilityZone":"east"}""", "trait CUSTOM_A", "trait CUSTOM_B")]
    [InlineData("""{"inventories":{"VCPU":8,"MEMORY_MB":1024},"capabilities":{"rack":"r1"},"traits":["CUSTOM_A"],"aggregates":["hdd"],"availabilityZone":"west"}""", "aggregate hdd", "aggregate ssd", "aggregates", "availability zone")]
    [InlineData("""{"inventories":{"VCPU":8,"MEMORY_MB":1024,"PGPU":1},"capabilities":{"rack":"r1"},"traits":["CUSTOM_A"],"aggregates":["ssd"],"availabilityZone":"east"}""", "resource PGPU")]
    public void Of_AReport_TellsWhatItMayHelp(string after, params string[] expected)
    {
        var host = Planning.Host("h1", Before);
        Assert.True(HostReportParser.TryParse(System.Text.Json.JsonDocument.Parse(after).RootElement, "h1", out var report, out _));

        var touched = HostChangeLacks.Of(host, HostReportMerge.Apply(host, report!));

        Assert.Equal([.. expected, "any change"], touched.Where(l => l.Kind != LackKind.Any).Select(l => l.ToString()).Order(StringComparer.Ordinal).Append("any change"));
    }

    [Fact]
    public void Of_AClaimAndItsRelease_OnlyTheReleaseHelpsWhoLacksRoom()
    {
        var free = Planning.Host("h1", Before);
        var parts = ResourceFit.Arrange(Planning.Request("""{"resources":{"VCPU":2}}"""), free)!.Value;
        var taken = free.WithInstance(parts, "g");

        var claim = HostChangeLacks.Of(free, taken);
        var release = HostChangeLacks.Of(taken, taken.WithoutInstance(parts, "g"));

        Assert.Equal([new Lack(LackKind.Any), new Lack(LackKind.Group, "g")], claim.OrderByDescending(l => l.Kind));
        Assert.Equal(
            [new Lack(LackKind.Resource, "VCPU"), new Lack(LackKind.Instances), new Lack(LackKind.Group, "g"), new Lack(LackKind.Any)],
            release.OrderBy(l => l.Kind));
    }

    [Fact]
    public void Of_TheOperatorsSwitch_OnlyEnablingHelps()
    {
        var enabled = Planning.Host("h1", Before);
        var disabled = enabled with { AdminState = AdminState.Disabled };

        Assert.DoesNotContain(new Lack(LackKind.HostState), HostChangeLacks.Of(enabled, disabled));
        Assert.Contains(new Lack(LackKind.HostState), HostChangeLacks.Of(disabled, enabled));
    }
}
