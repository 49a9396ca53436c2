using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Maintenance;
using Xunit;

namespace NovaZones.Tests.Api.Maintenance;

/// <summary>Backup, restore and verify as an operator does them, with real zones and real files.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly TemporaryDirectory _zone = new();
    private readonly TemporaryDirectory _elsewhere = new();

    private string Backup => Path.Combine(_elsewhere.Path, "zone.backup");

    private string Restored => Path.Combine(_elsewhere.Path, "restored");

    public void Dispose()
    {
        _zone.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task Backup_OfAProcessUnderLoad_IsOneMomentAndStartsElsewhere()
    {
        var token = TestContext.Current.CancellationToken;
        List<string> answeredBefore;
        await using (var zone = await RealZone.StartAsync("saved", _zone.Path, token))
        {
            await ReportAsync(zone, token);
            answeredBefore = [await PlaceAsync(zone), await PlaceAsync(zone)];
            using var stop = new CancellationTokenSource();
            var load = Enumerable.Range(0, 4).Select(_ => LoadAsync(zone, stop.Token)).ToList();

            var (code, output, errors) = await ZoneCommand.RunAsync(_zone.Path, "backup", "--to", Backup);
            var refused = await MaintenanceCommand.RunAsync(["restore", "--from", Backup, "--force", $"--Database:DataDirectory={_zone.Path}"]);
            await stop.CancelAsync();
            var placed = (await Task.WhenAll(load)).Sum();

            Assert.True(code == MaintenanceCommand.Done, errors);
            Assert.Contains("is backed up", output, StringComparison.Ordinal);
            Assert.Equal(MaintenanceCommand.Held, refused);
            Assert.True(placed > 0);
        }

        Assert.Equal([Path.GetFileName(Backup)], Directory.EnumerateFiles(_elsewhere.Path).Select(Path.GetFileName));
        Assert.Equal(MaintenanceCommand.Done, await MaintenanceCommand.RunAsync(["verify", "--file", Backup]));
        Assert.Equal(MaintenanceCommand.Done, await MaintenanceCommand.RunAsync(["restore", $"--from={Backup}", $"--Database:DataDirectory={Restored}"]));

        await using var again = await RealZone.StartAsync("saved", Restored, token);
        foreach (var id in answeredBefore)
        {
            using var found = await again.Client.GetAsync($"/api/v1/placements/{id}", token);
            Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        }

        using var check = await again.Client.PostAsync("/api/v1/zone/ledger-check", null, token);
        var result = await check.Content.ReadFromJsonAsync<JsonElement>(token);
        Assert.True(result.GetProperty("consistent").GetBoolean(), result.GetRawText());
        Assert.True(result.GetProperty("instances").GetInt64() >= answeredBefore.Count);

        // On a busy machine the hosts' last word is long ago.
        await ReportAsync(again, token);
        Assert.NotEmpty(await PlaceAsync(again));
    }

    [Fact]
    public async Task Backup_OfAKilledZone_HoldsWhatStoodInTheLog()
    {
        var token = TestContext.Current.CancellationToken;
        string placement;
        await using (var zone = await RealZone.StartAsync("killed", _zone.Path, token))
        {
            await ReportAsync(zone, token);
            placement = await PlaceAsync(zone);
            await zone.KillAsync();
        }

        Assert.True(new FileInfo(Path.Combine(_zone.Path, "zone.db-wal")).Length > 0);
        Assert.Equal(MaintenanceCommand.Done, await MaintenanceCommand.RunAsync(["backup", "--to", Backup, $"--Database:DataDirectory={_zone.Path}"]));
        Assert.Equal(MaintenanceCommand.Done, await MaintenanceCommand.RunAsync(["restore", "--from", Backup, $"--Database:DataDirectory={Restored}"]));

        Assert.Equal(1L, ZoneSql.Scalar(Restored, $"SELECT COUNT(*) FROM Reservations WHERE Id = '{placement}'"));
    }

    [Fact]
    public async Task Restore_OverAnOlderState_TakesNothingOfItsLog()
    {
        await MakeZoneAsync(_zone.Path);
        await RunAsync("backup", "--to", Backup);
        ZoneSql.Execute(_zone.Path, "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE Later (Id INTEGER); INSERT INTO Later VALUES (1)");

        Assert.Equal(MaintenanceCommand.Exists, await RunAsync("restore", "--from", Backup));
        Assert.Equal(1L, ZoneSql.Scalar(_zone.Path, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'Later'"));
        Assert.Equal(MaintenanceCommand.Done, await RunAsync("restore", "--from", Backup, "--force"));

        Assert.Equal(0L, ZoneSql.Scalar(_zone.Path, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'Later'"));
        Assert.Equal(MaintenanceCommand.Done, await RunAsync("verify"));
        await using var zone = await ZoneHost.StartInAsync(_zone.Path);
        Assert.Equal("h0", (await zone.GetAsync("/api/v1/hosts/h0")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Backup_TargetIsThere_IsReplacedOnlyByForce()
    {
        await MakeZoneAsync(_zone.Path);
        await File.WriteAllTextAsync(Backup, "precious", TestContext.Current.CancellationToken);

        Assert.Equal(MaintenanceCommand.Exists, await RunAsync("backup", "--to", Backup));
        Assert.Equal("precious", await File.ReadAllTextAsync(Backup, TestContext.Current.CancellationToken));
        Assert.Equal(MaintenanceCommand.Done, await RunAsync("backup", "--to", Backup, "--force"));
        Assert.Equal(MaintenanceCommand.Done, await RunAsync("verify", "--file", Backup));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Backup));
        }
    }

    [Fact]
    public async Task Verify_BooksDoNotHold_HasItsOwnCode()
    {
        await MakeZoneAsync(_zone.Path);
        ZoneSql.Execute(_zone.Path, "DELETE FROM Instances");

        Assert.Equal(MaintenanceCommand.BooksDiffer, await RunAsync("verify"));
    }

    [Fact]
    public async Task DamagedOrForeignOrNewerFile_IsRefusedAndChangesNothing()
    {
        await MakeZoneAsync(_zone.Path);
        await RunAsync("backup", "--to", Backup);
        var healthy = await File.ReadAllBytesAsync(Backup, TestContext.Current.CancellationToken);
        var target = $"--Database:DataDirectory={Restored}";

        await File.WriteAllBytesAsync(Backup, [.. healthy.AsSpan(0, healthy.Length / 2)], TestContext.Current.CancellationToken);
        Assert.Equal(MaintenanceCommand.Damaged, await MaintenanceCommand.RunAsync(["verify", "--file", Backup]));
        Assert.Equal(MaintenanceCommand.Damaged, await MaintenanceCommand.RunAsync(["restore", "--from", Backup, target]));

        await File.WriteAllTextAsync(Backup, new string('x', 5000), TestContext.Current.CancellationToken);
        Assert.Equal(MaintenanceCommand.Damaged, await MaintenanceCommand.RunAsync(["verify", "--file", Backup]));
        Assert.Equal(MaintenanceCommand.Damaged, await MaintenanceCommand.RunAsync(["restore", "--from", Backup, target]));

        ZoneSql.Execute(_zone.Path, "INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_FromTheFuture', '99.0.0')");
        Assert.Equal(MaintenanceCommand.Newer, await RunAsync("verify"));
        Assert.Equal(MaintenanceCommand.Newer, await RunAsync("backup", "--to", Path.Combine(_elsewhere.Path, "newer")));

        Assert.False(File.Exists(Path.Combine(Restored, "zone.db")));
        Assert.Equal([Backup], Directory.EnumerateFiles(_elsewhere.Path));
    }

    [Theory]
    [InlineData(MaintenanceCommand.WrongOptions, "backup")]
    [InlineData(MaintenanceCommand.WrongOptions, "backup", "--from", "x")]
    [InlineData(MaintenanceCommand.WrongOptions, "restore", "--from")]
    [InlineData(MaintenanceCommand.WrongOptions, "verify", "--force")]
    [InlineData(MaintenanceCommand.Done, "restore", "--help")]
    [InlineData(MaintenanceCommand.NotDone, "verify", "--file", "/nowhere/zone.db")]
    [InlineData(MaintenanceCommand.NotDone, "backup", "--to", "x", "--Database:Provider=SqlServer", "--ConnectionStrings:Zone=Server=nowhere")]
    [InlineData(MaintenanceCommand.NotDone, "backup", "--to", "x", "--Database:Provider", "Oracle")]
    public async Task Words_EachMistake_HasItsCode(int code, params string[] words) => Assert.Equal(code, await MaintenanceCommand.RunAsync(words));

    private static async Task MakeZoneAsync(string folder)
    {
        await using var zone = await ZoneHost.StartInAsync(folder);
        await zone.ReportHostAsync("h0", """{"inventories":{"VCPU":8}}""");
        Assert.Equal(HttpStatusCode.Created, (await zone.PlaceAsync("""{"count":2,"resources":{"VCPU":1}}""")).Status);
    }

    private static async Task ReportAsync(RealZone zone, CancellationToken token)
    {
        using var content = new StringContent("""{"inventories":{"VCPU":100000}}""", Encoding.UTF8, "application/json");
        using var response = await zone.Client.PutAsync("/api/v1/hosts/h0", content, token);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<string> PlaceAsync(RealZone zone)
    {
        using var content = new StringContent("""{"count":2,"resources":{"VCPU":1}}""", Encoding.UTF8, "application/json");
        using var response = await zone.Client.PostAsync("/api/v1/placements", content);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reservationId").GetString()!;
    }

    private static async Task<int> LoadAsync(RealZone zone, CancellationToken stop)
    {
        var placed = 0;
        for (; !stop.IsCancellationRequested; placed++)
        {
            await PlaceAsync(zone);
        }

        return placed;
    }

    private Task<int> RunAsync(params string[] words) => MaintenanceCommand.RunAsync([.. words, $"--Database:DataDirectory={_zone.Path}"]);
}
