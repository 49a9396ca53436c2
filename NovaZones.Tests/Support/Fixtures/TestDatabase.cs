using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Claims;
using NovaZones.Data;
using NovaZones.Data.Claims;
using Xunit;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>An empty database of one test: SQLite in a real file, or SQL Server where a server is configured.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>The environment variable that holds a connection string to a server on which databases may be made.</summary>
    public const string SqlServerVariable = "NOVAZONES_TEST_SQLSERVER";

    private readonly ServiceProvider _services;
    private readonly TemporaryDirectory _directory;
    private readonly bool _dropAfterwards;

    private TestDatabase(ServiceProvider services, TemporaryDirectory directory, bool dropAfterwards)
    {
        _services = services;
        _directory = directory;
        _dropAfterwards = dropAfterwards;
    }

    /// <summary>What <c>AddZoneDatabase</c> registers: the stores, and the factory of contexts.</summary>
    public IServiceProvider Services => _services;

    /// <summary>The folder of the SQLite file.</summary>
    public string Folder => _directory.Path;

    public IDbContextFactory<ZoneDbContext> Contexts => _services.GetRequiredService<IDbContextFactory<ZoneDbContext>>();

    /// <summary>Makes the database by its migrations, as a zone does; the test is shown as skipped where the server is not configured.</summary>
    public static async Task<TestDatabase> CreateAsync(DatabaseProvider provider, Action<IServiceCollection>? configure = null)
    {
        var server = Environment.GetEnvironmentVariable(SqlServerVariable);
        Assert.SkipWhen(provider == DatabaseProvider.SqlServer && string.IsNullOrEmpty(server), $"{SqlServerVariable} is not set.");

        var directory = new TemporaryDirectory();
        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging();
        var isServer = provider == DatabaseProvider.SqlServer;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = provider.ToString(),
            ["Database:DataDirectory"] = directory.Path,
            ["ConnectionStrings:Zone"] = isServer ? $"{server};Initial Catalog=nz_test_{Guid.NewGuid():N}" : null,
        }).Build();
        configure?.Invoke(services);
        services.AddZoneDatabase(configuration);
        var database = new TestDatabase(services.BuildServiceProvider(), directory, isServer);
        await database.Services.GetRequiredService<ZoneDatabaseInitializer>().InitializeAsync(TestContext.Current.CancellationToken);
        return database;
    }

    /// <summary>Lets every claim be decided by the row of its host, as replicas and SQL Server do, on SQLite, too.</summary>
    public static void DecideByRows(IServiceCollection services) =>
        services.AddSingleton<IClaimStore>(p => new SqlClaimStore(p.GetRequiredService<IDbContextFactory<ZoneDbContext>>()));

    public async ValueTask DisposeAsync()
    {
        await using (var db = await Contexts.CreateDbContextAsync())
        {
            if (_dropAfterwards)
            {
                await db.Database.EnsureDeletedAsync();
            }
            else
            {
                Microsoft.Data.Sqlite.SqliteConnection.ClearPool((Microsoft.Data.Sqlite.SqliteConnection)db.Database.GetDbConnection());
            }
        }

        await _services.DisposeAsync();
        _directory.Dispose();
    }
}
