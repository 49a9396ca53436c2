using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Zones;
using NovaZones.Data;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data;

public sealed class ZoneDatabaseInitializerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task InitializeAsync_NewFolder_MakesTheDatabaseDurableAndUpToDate()
    {
        await using var services = Services();

        await InitializeAsync(services);

        await using var db = await ContextAsync(services);
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
        Assert.Equal("wal", await PragmaAsync<string>(db, "journal_mode"));
        Assert.Equal(2L, await PragmaAsync<long>(db, "synchronous")); // FULL
        Assert.Equal(1L, await PragmaAsync<long>(db, "foreign_keys"));
        Assert.True(File.Exists(Path.Combine(_directory.Path, "new", "zone.db")));
    }

    [Fact]
    public async Task InitializeAsync_WhileAnotherHoldsTheZone_NamesTheLockFileAndWorksAfterwards()
    {
        await using var second = Services();
        ZoneStartException refusal;
        await using (var first = Services())
        {
            await InitializeAsync(first);
            refusal = await Assert.ThrowsAsync<ZoneStartException>(() => InitializeAsync(second));
        }

        await InitializeAsync(second);

        Assert.Contains(Path.Combine(_directory.Path, "new", "zone.lock"), refusal.Message);
    }

    [Fact]
    public async Task InitializeAsync_DatabaseOfANewerProgram_IsRefusedByName()
    {
        await using (var older = Services())
        {
            await InitializeAsync(older);
            await using var db = await ContextAsync(older);
            await db.Database.ExecuteSqlRawAsync(
                "INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_FromTheFuture', '99.0.0')", TestContext.Current.CancellationToken);
        }

        await using var services = Services();
        var refusal = await Assert.ThrowsAsync<ZoneStartException>(() => InitializeAsync(services));

        Assert.Contains("made by a newer NovaZones", refusal.Message);
        Assert.Contains("99990101000000_FromTheFuture", refusal.Message);
    }

    [Fact]
    public async Task InitializeAsync_MigrationLockLeftByAKilledProcess_DoesNotWait()
    {
        await using (var killed = Services())
        {
            await using var db = await ContextAsync(killed);
            Directory.CreateDirectory(Path.Combine(_directory.Path, "new"));
            await db.Database.ExecuteSqlRawAsync(
                """CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER PRIMARY KEY, "Timestamp" TEXT NOT NULL); INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00+00:00')""",
                TestContext.Current.CancellationToken);
        }

        await using var services = Services();

        await InitializeAsync(services).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task InitializeAsync_FileThatIsNoDatabase_IsRefusedInOneLine()
    {
        Directory.CreateDirectory(Path.Combine(_directory.Path, "new"));
        await File.WriteAllTextAsync(Path.Combine(_directory.Path, "new", "zone.db"), new string('x', 4096), TestContext.Current.CancellationToken);
        await using var services = Services();

        var refusal = await Assert.ThrowsAsync<ZoneStartException>(() => InitializeAsync(services));

        Assert.Contains("zone.db", refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public async Task Start_OnSqlServerInAProcessWithoutCultures_SaysWhatToDo()
    {
        var environment = new Dictionary<string, string> { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" };

        var run = await ZoneCommand.RunAsync(
            _directory.Path, environment, "--Database:Provider=SqlServer", "--ConnectionStrings:Zone=Server=127.0.0.1,1;Connect Timeout=1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("do not set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", run.Errors);
    }

    [Theory]
    [InlineData("Oracle", "", "Database:Provider is 'Oracle'; allowed are Sqlite and SqlServer.")]
    [InlineData("SqlServer", "", "ConnectionStrings:Zone is missing; it is required when Database:Provider is SqlServer.")]
    [InlineData("SqlServer", "Password=secret;Nonsense=1", "ConnectionStrings:Zone is not a SQL Server connection string that names a server.")]
    [InlineData("sqlite", "Data Source=:memory:", "ConnectionStrings:Zone is not a SQLite connection string that names a file (Data Source=PATH).")]
    public async Task Options_BadCombination_NameTheKey(string provider, string connectionString, string fault)
    {
        await using var services = Services(("Database:Provider", provider), ("ConnectionStrings:Zone", connectionString));

        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<DatabaseOptions>>().Value);

        Assert.Equal([fault], refusal.Failures);
    }

    private static Task InitializeAsync(IServiceProvider services) =>
        services.GetRequiredService<ZoneDatabaseInitializer>().InitializeAsync(TestContext.Current.CancellationToken);

    private static Task<ZoneDbContext> ContextAsync(IServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<ZoneDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);

    private static async Task<T> PragmaAsync<T>(ZoneDbContext db, string name)
    {
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA " + name;
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Database:DataDirectory"] = Path.Combine(_directory.Path, "new") })
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value))
            .Build();
        return new ServiceCollection().AddLogging().AddZoneDatabase(configuration).BuildServiceProvider();
    }
}
