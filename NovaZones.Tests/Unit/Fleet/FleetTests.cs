using System.Text.Json;
using NovaZones.Core.Fleet;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Fleet;

public sealed class FleetTests
{
    [Theory]
    [InlineData(100, 0, 0.29, 29)]
    [InlineData(16, 1, 1.5, 22)]
    [InlineData(8, 8, 4.0, 0)]
    [InlineData(0, 0, 1.0, 0)]
    public void Capacity_TotalReservedRatio_IsTheFloor(long total, long reserved, double ratio, long capacity) =>
        Assert.Equal(capacity, new Inventory(total, reserved, ratio).Capacity);

    [Fact]
    public void Report_SameAgain_IsTheSameHost()
    {
        const string Json = """{"inventories":{"VCPU":4},"providers":[{"name":"g","inventories":{"GPU_MILLI":1000}}],"capabilities":{"rack":"r1"}}""";
        var host = Planning.Host("h", Json);

        Assert.Same(host, HostReportMerge.Apply(host, ReportOf(Json)));
    }

    [Fact]
    public void Report_LeavesOutWhatIsUsed_KeepsItWithNothingToOffer()
    {
        var host = Planning.Host("h", """{"inventories":{"VCPU":4},"providers":[{"name":"g","inventories":{"GPU_MILLI":1000}}]}""");
        var gpu = host.Providers[1].Id;
        host = host.WithInstance([new AllocationPart(gpu, "GPU_MILLI", 400)]);

        var next = HostReportMerge.Apply(host, ReportOf("""{"inventories":{"VCPU":4}}"""));

        var kept = Assert.Single(next.Providers, p => p.Id == gpu);
        Assert.Equal((0L, 400L), (kept.Inventories[0].Inventory.Capacity, kept.Inventories[0].Used));
        Assert.Equal(0, next.WithoutInstance([new AllocationPart(gpu, "GPU_MILLI", 400)]).Sum("GPU_MILLI").Used);
    }

    [Fact]
    public void Report_DeviceChanged_KeepsItsIdentity()
    {
        var host = Planning.Host("h", """{"providers":[{"name":"a"},{"name":"g","inventories":{"GPU_MILLI":1000}}]}""");

        var next = HostReportMerge.Apply(host, ReportOf("""{"providers":[{"name":"g","inventories":{"GPU_MILLI":2000}}]}"""));

        Assert.Equal(host.Providers[2].Id, next.Providers[1].Id);
        Assert.Equal(host.Generation + 1, next.Generation);
    }

    [Fact]
    public void Patch_NullMember_RemovesIt()
    {
        var host = Planning.Host("h", """{"inventories":{"VCPU":4},"capabilities":{"rack":"r1","kernel":"6"}}""");
        using var patch = JsonDocument.Parse("""{"capabilities":{"rack":null,"load":0.5}}""");

        Assert.True(HostPatch.TryApply(host, patch.RootElement, out var report, out _));
        Assert.Equal(["kernel", "load"], report!.Capabilities.Keys);
    }

    [Theory]
    [InlineData("""{"inventories":{"vcpu":1}}""", "inventories.vcpu")]
    [InlineData("""{"inventories":{"VCPU":{"total":4,"reserved":5}}}""", "inventories.VCPU.reserved")]
    [InlineData("""{"inventories":{"VCPU":{}}}""", "inventories.VCPU.total")]
    [InlineData("""{"providers":[{"name":"a"},{"name":"a"}]}""", "providers[1].name")]
    [InlineData("""{"providers":[{"name":"a","traits":["bad one"]}]}""", "providers[0].traits[0]")]
    [InlineData("""{"capabilities":{"x":null}}""", "capabilities.x")]
    [InlineData("""{"colour":1}""", "colour")]
    public void Parse_BadReport_NamesTheField(string json, string field)
    {
        using var document = JsonDocument.Parse(json);

        Assert.False(HostReportParser.TryParse(document.RootElement, "h", out _, out var faults));
        Assert.Contains(faults, f => f.Field == field);
    }

    [Fact]
    public void Snapshot_RandomOperations_EqualsADictionary()
    {
        var random = new Random(42);
        var expected = new Dictionary<string, Host>(StringComparer.Ordinal);
        var snapshot = FleetSnapshot.Empty;
        for (var i = 0; i < 5000; i++)
        {
            var name = $"h{random.Next(900)}";
            if (random.Next(3) == 0)
            {
                expected.Remove(name);
                snapshot = snapshot.Without(name);
            }
            else
            {
                expected[name] = Planning.Host(name, """{"inventories":{"VCPU":1}}""");
                snapshot = snapshot.With(expected[name]);
            }
        }

        Assert.Equal(expected.Count, snapshot.Count);
        Assert.Equal(expected.Values.ToHashSet(), snapshot.Hosts.ToHashSet());
        Assert.All(expected.Values, host => Assert.Same(host, snapshot.Find(host.Id)));
    }

    private static HostReport ReportOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.True(HostReportParser.TryParse(document.RootElement, "h", out var report, out _));
        return report!;
    }
}
