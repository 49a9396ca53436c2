using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NovaZones.Core.Operations;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Core.Replicas;
using NovaZones.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace NovaZones.Tests.Api.Books;

/// <summary>Every kind of difference is planted by plain SQL beside a running zone, and must be found by its name and cause.</summary>
public sealed class LedgerCheckTests
{
    private const string Address = "/api/v1/zone/ledger-check";
    private const string OneInstance = "SELECT Id FROM Instances ORDER BY Id LIMIT 1";

    [Fact]
    public async Task Check_WorkingZone_HoldsAndIsKeptForTheOperator()
    {
        await using var zone = await StartAsync();
        using var before = await zone.Client.GetAsync(Address, TestContext.Current.CancellationToken);

        var result = await CheckAsync(zone);
        var last = await zone.GetAsync(Address);

        Assert.Equal(HttpStatusCode.NotFound, before.StatusCode);
        Assert.True(result.GetProperty("consistent").GetBoolean(), result.GetRawText());
        Assert.True(result.GetProperty("comparedWithMemory").GetBoolean());
        Assert.Equal((2, 3, 3, 6), (Count(result, "hosts"), Count(result, "providers"), Count(result, "instances"), Count(result, "allocations")));
        Assert.Empty(result.GetProperty("differences").EnumerateArray());
        Assert.Equal(result.GetRawText(), last.GetRawText());
    }

    [Fact]
    public async Task Check_WithoutTheAdministratorsScope_IsForbidden()
    {
        await using var zone = await StartAsync();
        using var reader = zone.CreateClient(await zone.CreateTokenAsync("read"));

        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync(Address, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync(Address, null, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData(LedgerDifferenceKinds.OrphanAllocation, $"DELETE FROM Instances WHERE Id = ({OneInstance})", "instance does not exist")]
    [InlineData(LedgerDifferenceKinds.InstanceWithoutAllocations, $"DELETE FROM Allocations WHERE InstanceId = ({OneInstance})", "takes nothing")]
    [InlineData(LedgerDifferenceKinds.AllocationNotPositive, $"UPDATE Allocations SET Amount = 0 WHERE InstanceId = ({OneInstance})", "at least 1")]
    [InlineData(LedgerDifferenceKinds.UnknownClass, $"UPDATE Allocations SET ResourceClassId = 99 WHERE InstanceId = ({OneInstance}) AND ResourceClassId = (SELECT MIN(ResourceClassId) FROM Allocations)", "no name")]
    [InlineData(LedgerDifferenceKinds.AllocationOnWrongProvider, $"UPDATE Allocations SET ProviderId = randomblob(16) WHERE InstanceId = ({OneInstance})", "another host")]
    [InlineData(LedgerDifferenceKinds.InstanceWithoutHost, $"UPDATE Instances SET HostId = randomblob(16) WHERE Id = ({OneInstance})", "host that does not exist")]
    [InlineData(LedgerDifferenceKinds.InstanceWithoutReservation, "DELETE FROM Reservations", "reservation does not exist")]
    [InlineData(LedgerDifferenceKinds.UsedDiffers, "UPDATE Allocations SET Amount = Amount + 1", "added or raised")]
    [InlineData(LedgerDifferenceKinds.UsedDiffers, $"DELETE FROM Allocations WHERE InstanceId = ({OneInstance})", "removed or lowered")]
    [InlineData(LedgerDifferenceKinds.TotalDiffers, "UPDATE Inventories SET Total = Total + 5", "not the one that the zone decides with")]
    [InlineData(LedgerDifferenceKinds.InstancesDiffer, $"DELETE FROM Instances WHERE Id = ({OneInstance})", "instances are stored")]
    [InlineData(LedgerDifferenceKinds.GenerationDiffers, "UPDATE ResourceProviders SET Generation = Generation + 7 WHERE Id = RootId", "another program writes")]
    [InlineData(LedgerDifferenceKinds.HostMissing, "DELETE FROM Hosts WHERE Name = 'h1'", "not stored")]
    public async Task Check_PlantedDifference_IsFoundAndExplained(string kind, string plant, string cause)
    {
        await using var zone = await StartAsync();
        Assert.True(ZoneSql.Execute(zone.DataDirectory, plant) > 0);

        var result = await CheckAsync(zone);

        Assert.False(result.GetProperty("consistent").GetBoolean());
        var found = Differences(result).Where(d => d.GetProperty("kind").GetString() == kind).ToList();
        Assert.NotEmpty(found);
        Assert.Contains(found, d => d.GetProperty("cause").GetString()!.Contains(cause, StringComparison.Ordinal));
        Assert.All(found, d => Assert.True(d.GetProperty("isFault").GetBoolean()));
    }

    [Fact]
    public async Task Check_RaisedAllocation_NamesHostClassAndAllThreeFigures()
    {
        await using var zone = await StartAsync();
        ZoneSql.Execute(zone.DataDirectory, "UPDATE Allocations SET Amount = Amount + 3 WHERE ProviderId = (SELECT Id FROM ResourceProviders WHERE Name = 'gpu0')");

        var found = Assert.Single(Differences(await CheckAsync(zone)));

        Assert.Equal(LedgerDifferenceKinds.UsedDiffers, found.GetProperty("kind").GetString());
        Assert.Equal(("h0", "gpu0", "GPU_MILLI"), (found.GetProperty("host").GetString(), found.GetProperty("provider").GetString(), found.GetProperty("resourceClass").GetString()));
        Assert.Equal((4000, 4000), (Count(found, "total"), Count(found, "capacity")));
        Assert.Equal((159, 150), (Count(found, "allocated"), Count(found, "inMemory")));
    }

    [Fact]
    public async Task Check_ReportShrankAHost_IsANoteAndSaysSo()
    {
        await using var zone = await StartAsync();
        await zone.ReportHostAsync("h0", """{"inventories":{"VCPU":1},"providers":[{"name":"gpu0","inventories":{"GPU_MILLI":4000}}]}""");

        var result = await CheckAsync(zone);
        var note = Assert.Single(Differences(result));

        Assert.True(result.GetProperty("consistent").GetBoolean());
        Assert.Equal(1, Count(result, "notes"));
        Assert.Equal(LedgerDifferenceKinds.AboveCapacity, note.GetProperty("kind").GetString());
        Assert.Equal(("h0", 1L, 3L), (note.GetProperty("host").GetString(), note.GetProperty("capacity").GetInt64(), note.GetProperty("allocated").GetInt64()));
        Assert.Contains("A report shrank the capacity to 1", note.GetProperty("cause").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OrphansFillAHostBeyondCapacity_IsAFaultWithThatCause()
    {
        await using var zone = await StartAsync();
        ZoneSql.Execute(
            zone.DataDirectory,
            "INSERT INTO Allocations (InstanceId, ProviderId, ResourceClassId, Amount) SELECT randomblob(16), ProviderId, ResourceClassId, 4000 FROM Inventories WHERE Total = 4000");

        var found = Differences(await CheckAsync(zone)).Single(d => d.GetProperty("kind").GetString() == LedgerDifferenceKinds.AboveCapacity);

        Assert.True(found.GetProperty("isFault").GetBoolean());
        Assert.Contains("4000 of 4150 belong to no instance", found.GetProperty("cause").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WhileTheZoneClaims_FindsNothing()
    {
        await using var zone = await StartAsync();
        using var stop = new CancellationTokenSource();
        var load = LoadAsync(zone, stop.Token);
        try
        {
            for (var i = 0; i < 10; i++)
            {
                var result = await CheckAsync(zone);
                Assert.True(result.GetProperty("consistent").GetBoolean(), result.GetRawText());
            }
        }
        finally
        {
            await stop.CancelAsync();
            await load;
        }
    }

    [Fact]
    public async Task Job_OfTheNight_LeavesItsResultForTheConsole()
    {
        await using var zone = await StartAsync();
        var check = zone.Services.GetRequiredService<LedgerCheck>();

        await new LedgerCheckJob(check, new BackgroundWork()).RunAsync(TestContext.Current.CancellationToken);
        var jobs = zone.Services.GetRequiredService<Hangfire.JobStorage>().GetConnection();

        Assert.True(check.Last!.Consistent);
        Assert.Contains(RecurringJobs.CheckLedger, jobs.GetAllItemsFromSet("recurring-jobs"));
    }

    private static async Task LoadAsync(ZoneHost zone, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var (_, placed) = await zone.PlaceAsync("""{"count":2,"minCount":1,"resources":{"VCPU":1}}""");
            using var released = await zone.Client.DeleteAsync($"/api/v1/placements/{placed.GetProperty("reservationId").GetString()}", CancellationToken.None);
        }
    }

    private static async Task<ZoneHost> StartAsync()
    {
        var zone = await ZoneHost.StartAsync("Logging:LogLevel:NovaZones.Core.Operations=None");
        await zone.ReportHostAsync("h0", """{"inventories":{"VCPU":8},"providers":[{"name":"gpu0","inventories":{"GPU_MILLI":4000}}]}""");
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8}}""");
        var (status, body) = await zone.PlaceAsync("""{"count":3,"resources":{"VCPU":1},"groups":[{"resources":{"GPU_MILLI":50}}]}""");
        Assert.True(status == HttpStatusCode.Created, body.GetRawText());
        return zone;
    }

    private static async Task<JsonElement> CheckAsync(ZoneHost zone)
    {
        using var response = await zone.Client.PostAsync(Address, null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private static IEnumerable<JsonElement> Differences(JsonElement result) => result.GetProperty("differences").EnumerateArray();

    private static long Count(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
