using System.Runtime.CompilerServices;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api;

/// <summary>A zone that was stopped leaves nothing behind in its process: no timer, no thread and no list holds it.</summary>
public sealed class StoppedZoneTests
{
    [Fact]
    public async Task Zone_ThatWasUsedAndStopped_IsCollected()
    {
        var zone = await UseAsync();

        // Hangfire knows the services of whoever started last.
        await using var next = await ZoneHost.StartAsync("Zone:Name=next");

        await Eventually.IsTrueAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !zone.IsAlive;
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UseAsync()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=gone");
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":4}}""");
        await zone.PlaceAsync("""{"resources":{"VCPU":1}}""");
        return new WeakReference(zone.Services);
    }
}
