using System.Net;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Promises;

/// <summary>Promise 2 and 7: what was answered is there after a restart, and so is the answer to a retry.</summary>
public sealed class P2AcknowledgedMeansDurableTests
{
    [Fact]
    public async Task Restart_AfterPlacing_LosesNothing()
    {
        using var directory = new TemporaryDirectory();
        string answer;
        string reservation;
        await using (var zone = await ZoneHost.StartInAsync(directory.Path))
        {
            await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8},"providers":[{"name":"gpu0","inventories":{"GPU_MILLI":1000}}]}""");
            var (_, body) = await zone.PlaceAsync("""{"count":2,"resources":{"VCPU":2},"groups":[{"resources":{"GPU_MILLI":400}}]}""", "once");
            answer = body.GetRawText();
            reservation = body.GetProperty("reservationId").GetString()!;
        }

        await using var again = await ZoneHost.StartInAsync(directory.Path);
        var host = await again.GetAsync("/api/v1/hosts/h1");
        var (status, replayed) = await again.PlaceAsync("""{"count":2,"resources":{"VCPU":2},"groups":[{"resources":{"GPU_MILLI":400}}]}""", "once");

        Assert.Equal(4, host.GetProperty("inventories").GetProperty("VCPU").GetProperty("used").GetInt64());
        Assert.Equal(800, host.GetProperty("providers")[0].GetProperty("inventories").GetProperty("GPU_MILLI").GetProperty("used").GetInt64());
        Assert.Equal((HttpStatusCode.Created, answer), (status, replayed.GetRawText()));
        Assert.Equal(2, (await again.GetAsync($"/api/v1/placements/{reservation}")).GetProperty("instances").GetArrayLength());
    }
}
