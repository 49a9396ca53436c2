using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NovaZones.Data;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data;

/// <summary>A database of the program before this one comes along; one of a program after it is left alone.</summary>
public sealed class UpgradeTests : IDisposable
{
    // What the first program of all would have written; every later migration must take it along.
    private const string Rows = """
        INSERT INTO ResourceClasses (Id, Name) VALUES (1, 'VCPU');
        INSERT INTO ResourceProviders (Id, RootId, ParentId, Ordinal, Name, Generation, Traits)
            VALUES (X'01900000000070008000000000000001', X'01900000000070008000000000000001', NULL, 0, 'old-host', 3, '["HW_OLD"]');
        INSERT INTO Hosts (Id, Name, NameKey, AdminState, Capabilities, Aggregates, LastReportAt)
            VALUES (X'01900000000070008000000000000001', 'old-host', CAST('old-host' AS BLOB), 0, '{"rack":"r1"}', '[]', 1790000000000000);
        INSERT INTO Inventories (ProviderId, ResourceClassId, Total, Reserved, AllocationRatio, MinUnit, MaxUnit, StepSize)
            VALUES (X'01900000000070008000000000000001', 1, 16, 0, 1.0, 1, 1000000, 1);
        INSERT INTO Reservations (Id, Caller, State, Requested, Placed, Policy, CreatedAt, RequestJson, AnswerStatus, AnswerJson)
            VALUES ('r-aaaaaaaaaaaa', 'token:old', 1, 1, 1, 'default', 1790000000000000, '{"resources":{"VCPU":2}}', 201, '{}');
        INSERT INTO Instances (Id, ReservationId, Ordinal, State, HostId, HostName, ZonePath, Score, CreatedAt)
            VALUES (X'01900000000070008000000000000002', 'r-aaaaaaaaaaaa', 0, 1, X'01900000000070008000000000000001', 'old-host', 'zone1', 0.5, 1790000000000000);
        INSERT INTO Allocations (InstanceId, ProviderId, ResourceClassId, Amount)
            VALUES (X'01900000000070008000000000000002', X'01900000000070008000000000000001', 1, 2);
        """;

    private readonly TemporaryDirectory _directory = new();

    /// <summary>Every migration but the newest: from each of them the way up must be open.</summary>
    public static TheoryData<string> Older
    {
        get
        {
            using var db = new SqliteDesignTimeFactory().CreateDbContext([]);
            return [.. db.Database.GetMigrations().SkipLast(1)];
        }
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Older))]
    public async Task Start_OnADatabaseOfAnOlderProgram_BringsItAlongInPlace(string migration)
    {
        await MakeAsync(migration);
        ZoneSql.Execute(_directory.Path, Rows);

        await using var zone = await ZoneHost.StartInAsync(_directory.Path);
        var host = await zone.GetAsync("/api/v1/hosts/old-host");
        using var placement = await zone.Client.GetAsync("/api/v1/placements/r-aaaaaaaaaaaa", TestContext.Current.CancellationToken);
        await zone.ReportHostAsync("old-host", """{"inventories":{"VCPU":16}}"""); // a sign of life, or it is too stale to place on
        var (status, placed) = await zone.PlaceAsync("""{"count":1,"resources":{"VCPU":14}}""");
        using var check = await zone.Client.PostAsync("/api/v1/zone/ledger-check", null, TestContext.Current.CancellationToken);
        var result = JsonDocument.Parse(await check.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal((16, 2), (Vcpu(host, "total"), Vcpu(host, "used")));
        Assert.Equal("r1", host.GetProperty("capabilities").GetProperty("rack").GetString());
        Assert.Equal(HttpStatusCode.OK, placement.StatusCode);
        Assert.True(status == HttpStatusCode.Created, placed.GetRawText());
        Assert.True(result.GetProperty("consistent").GetBoolean(), result.GetRawText());
    }

    [Fact]
    public async Task Start_OnADatabaseOfANewerProgram_EndsWithOneLineAndCodeOne()
    {
        await MakeAsync(null);
        ZoneSql.Execute(_directory.Path, "INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_FromTheFuture', '99.0.0')");

        var (code, _, errors) = await ZoneCommand.RunAsync(_directory.Path);

        Assert.Equal(1, code);
        var line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("NovaZones cannot start: ", line, StringComparison.Ordinal);
        Assert.Contains("made by a newer NovaZones (it holds the migration 99990101000000_FromTheFuture)", line, StringComparison.Ordinal);
    }

    private async Task MakeAsync(string? migration)
    {
        var file = Path.Combine(_directory.Path, "zone.db");
        await using var db = new SqliteZoneDbContext(new DbContextOptionsBuilder<SqliteZoneDbContext>().UseSqlite($"Data Source={file};Pooling=False").Options);
        await db.GetService<IMigrator>().MigrateAsync(migration, TestContext.Current.CancellationToken);
        Assert.Equal(migration is null, !(await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken)).Any());
    }

    private static long Vcpu(JsonElement host, string figure) => host.GetProperty("inventories").GetProperty("VCPU").GetProperty(figure).GetInt64();
}
