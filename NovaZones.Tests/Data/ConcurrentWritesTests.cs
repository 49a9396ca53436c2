using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data;

/// <summary>Heartbeats are flushed while claims are committed; neither may disturb the other.</summary>
public sealed class ConcurrentWritesTests
{
    [Fact]
    public async Task Flush_WhileReportsAreCommitted_BothSucceed()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h0", """{"inventories":{"VCPU":4}}""");
        var store = zone.Services.GetRequiredService<IClaimStore>();
        var host = zone.Services.GetRequiredService<FleetView>().Current.Find("h0")!;
        using var done = new CancellationTokenSource();
        var flushing = Task.Run(
            async () =>
            {
                while (!done.IsCancellationRequested)
                {
                    await store.FlushAsync([host], CancellationToken.None);
                }
            },
            TestContext.Current.CancellationToken);

        await Task.WhenAll(Enumerable.Range(1, 60).Select(i => zone.ReportHostAsync($"h{i}", """{"inventories":{"VCPU":4}}""")));
        await done.CancelAsync();
        await flushing;

        Assert.Equal(61, zone.Services.GetRequiredService<FleetView>().Current.Count);
    }
}
