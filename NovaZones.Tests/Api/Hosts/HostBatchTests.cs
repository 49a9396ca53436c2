using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Hosts;

/// <summary>Lines whose text is known are not read again, and that must never be seen.</summary>
public sealed class HostBatchTests : IAsyncLifetime
{
    private const string Small = """{"name":"a","inventories":{"VCPU":4},"capabilities":{"rack":"r1"}}""";
    private const string Large = """{"inventories":{"VCPU":8},"name":"a"}""";

    private ZoneHost _zone = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _zone = await ZoneHost.StartAsync();

    public ValueTask DisposeAsync() => _zone.DisposeAsync();

    [Fact]
    public async Task Report_SameTextAgain_IsASignOfLifeAndChangesNothing()
    {
        Assert.Equal((1, 0), await ReportAsync(Small));
        var (generation, _, heard) = await HostAsync();

        Assert.Equal((0, 3), await ReportAsync(Small, Small, Small));

        var after = await HostAsync();
        Assert.Equal((generation, 4L), (after.Generation, after.Vcpus));
        Assert.True(after.Heard > heard, $"{after.Heard} is not after {heard}");
    }

    [Fact]
    public async Task Report_KnownTextBehindAnotherOfTheSameHost_Counts()
    {
        await ReportAsync(Small);

        Assert.Equal((0, 2), await ReportAsync(Large, Small));
        Assert.Equal(4, (await HostAsync()).Vcpus);

        Assert.Equal((0, 2), await ReportAsync(Small, Large));
        Assert.Equal(8, (await HostAsync()).Vcpus);
    }

    [Fact]
    public async Task Report_KnownTextAfterTheHostWasPatched_CountsAgain()
    {
        await ReportAsync(Small);
        await _zone.SendJsonAsync(HttpMethod.Patch, "/api/v1/hosts/a", """{"inventories":{"VCPU":2}}""");
        Assert.Equal(2, (await HostAsync()).Vcpus);

        Assert.Equal((0, 1), await ReportAsync(Small));

        Assert.Equal(4, (await HostAsync()).Vcpus);
    }

    [Fact]
    public async Task Report_KnownTextAfterAPlacement_KeepsWhatIsPlaced()
    {
        await ReportAsync(Small);
        await _zone.PlaceAsync("""{"resources":{"VCPU":3}}""");

        Assert.Equal((0, 2), await ReportAsync(Small, Small));

        Assert.Equal(HttpStatusCode.Conflict, (await _zone.PlaceAsync("""{"resources":{"VCPU":2}}""")).Status);
    }

    [Fact]
    public async Task Report_KnownTextAfterTheHostWasRemoved_BringsItBack()
    {
        await ReportAsync(Small);
        using var removed = await _zone.Client.DeleteAsync("/api/v1/hosts/a", Token);

        Assert.Equal((1, 0), await ReportAsync(Small));
    }

    [Fact]
    public async Task Report_MoreLinesThanAChunk_AreAllThere()
    {
        var lines = Enumerable.Range(0, 2500).Select(i => $$$"""{"name":"h{{{i}}}","inventories":{"VCPU":{{{1 + (i % 7)}}}}}""").ToArray();

        Assert.Equal((2500, 0), await ReportAsync(lines));
        Assert.Equal((0, 2500), await ReportAsync(lines));
    }

    private async Task<(int Created, int Updated)> ReportAsync(params string[] lines)
    {
        using var content = new StringContent(string.Join('\n', lines), Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson"));
        using var response = await _zone.Client.PostAsync("/api/v1/hosts:report", content, Token);
        var counts = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token)).RootElement;
        Assert.Equal(0, counts.GetProperty("failed").GetInt32());
        return (counts.GetProperty("created").GetInt32(), counts.GetProperty("updated").GetInt32());
    }

    private async Task<(long Generation, long Vcpus, DateTimeOffset Heard)> HostAsync()
    {
        var host = await _zone.GetAsync("/api/v1/hosts/a");
        return (host.GetProperty("generation").GetInt64(), host.GetProperty("inventories").GetProperty("VCPU").GetProperty("total").GetInt64(), host.GetProperty("lastReportAt").GetDateTimeOffset());
    }
}
