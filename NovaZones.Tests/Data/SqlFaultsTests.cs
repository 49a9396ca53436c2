using System.Reflection;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Data;
using Xunit;

namespace NovaZones.Tests.Data;

public sealed class SqlFaultsTests
{
    [Theory]
    [InlineData(2601, "Duplicate", false)]
    [InlineData(2627, "Duplicate", false)]
    [InlineData(547, "Constraint", false)]
    [InlineData(515, "MissingValue", false)]
    [InlineData(1205, "Deadlock", true)]
    [InlineData(3960, "SnapshotConflict", true)]
    [InlineData(1222, "LockTimeout", true)]
    [InlineData(4060, "MissingDatabase", false)]
    [InlineData(911, "MissingDatabase", false)]
    [InlineData(8152, "Other", false)]
    public void Of_NumberOfSqlServer_IsUnderstoodWhateverItsText(int number, string fault, bool isTransient)
    {
        var found = SqlFaults.Of(new DbUpdateException("wrapped", Thrown(number)));

        Assert.Equal(fault, found.ToString());
        Assert.Equal(isTransient, SqlFaults.IsTransient(found));
        Assert.Equal(isTransient, SqlFaults.Repeated.Contains(number));
    }

    [Theory]
    [InlineData("INSERT INTO t VALUES (1, 1, 1)", "Duplicate")]
    [InlineData("INSERT INTO t VALUES (2, 1, 1)", "Duplicate")]
    [InlineData("INSERT INTO t VALUES (3, 2, NULL)", "MissingValue")]
    [InlineData("INSERT INTO t VALUES (4, 3, 9)", "Constraint")]
    [InlineData("SELECT * FROM nowhere", "Other")]
    public void Of_RealSqliteError_IsUnderstood(string statement, string fault)
    {
        using var connection = new SqliteConnection("Data Source=:memory:;Foreign Keys=True");
        connection.Open();
        Execute(connection, "CREATE TABLE p (Id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1); CREATE TABLE t (Id INTEGER PRIMARY KEY, U INT UNIQUE, P INT NOT NULL REFERENCES p); INSERT INTO t VALUES (1, 1, 1)");

        var thrown = Assert.Throws<SqliteException>(() => Execute(connection, statement));

        Assert.Equal(fault, SqlFaults.Of(thrown).ToString());
    }

    [Theory]
    [InlineData(1205)]
    [InlineData(3960)]
    [InlineData(1222)]
    public async Task ExecutionStrategy_NothingWasDone_RunsTheWholeAgain(int number)
    {
        await using var services = Services();
        await using var db = Context(services);
        var runs = 0;

        await db.Database.CreateExecutionStrategy().ExecuteAsync(() => ++runs == 1 ? throw Thrown(number) : Task.CompletedTask);

        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task ExecutionStrategy_DuplicateRow_IsNotRunAgain()
    {
        await using var services = Services();
        await using var db = Context(services);
        var runs = 0;

        await Assert.ThrowsAsync<SqlException>(() => db.Database.CreateExecutionStrategy().ExecuteAsync(() =>
        {
            runs++;
            throw Thrown(2627);
        }));

        Assert.Equal(1, runs);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public async Task MaxBatchSize_IsTakenFromTheSettings(int size)
    {
        await using var services = Services(("Database:MaxBatchSize", size.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        await using var db = Context(services);

        var extension = services.GetRequiredService<DbContextOptions<SqlServerZoneDbContext>>().Extensions
            .OfType<Microsoft.EntityFrameworkCore.Infrastructure.RelationalOptionsExtension>().Single();

        Assert.Equal(size, extension.MaxBatchSize);
    }

    [Fact]
    public void MaxBatchSize_OutOfRange_NamesTheSetting()
    {
        using var services = Services(("Database:MaxBatchSize", "0"));

        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<DatabaseOptions>>().Value);

        Assert.Contains("Database:MaxBatchSize must be 1 to 1000.", Assert.Single(refusal.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void ConnectionString_WithMars_IsUsedWithoutIt()
    {
        using var services = Services(("ConnectionStrings:Zone", "Server=nowhere;MultipleActiveResultSets=True"));

        var options = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;

        Assert.False(new SqlConnectionStringBuilder(options.ConnectionString).MultipleActiveResultSets);
        Assert.Equal("nowhere", new SqlConnectionStringBuilder(options.ConnectionString).DataSource);
    }

    private static void Execute(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private static SqlServerZoneDbContext Context(IServiceProvider services) => services.GetRequiredService<IDbContextFactory<SqlServerZoneDbContext>>().CreateDbContext();

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Database:Provider"] = "SqlServer", ["ConnectionStrings:Zone"] = "Server=nowhere" })
            .AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value))
            .Build();
        return new ServiceCollection().AddLogging().AddZoneDatabase(configuration).BuildServiceProvider();
    }

    /// <summary>The client's own exception with a number, as it would come from a server whose text is in another language.</summary>
    private static SqlException Thrown(int number)
    {
        const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance;
        var errors = (SqlErrorCollection)typeof(SqlErrorCollection).GetConstructor(Hidden, [])!.Invoke([]);
        var constructor = typeof(SqlError).GetConstructors(Hidden).OrderBy(c => c.GetParameters().Length).First(c => c.GetParameters()[0].ParameterType == typeof(int));
        object?[] values = [.. constructor.GetParameters().Select((p, i) => i == 0 ? number
            : p.ParameterType == typeof(string) ? "текст"
            : p.ParameterType.IsValueType ? Activator.CreateInstance(p.ParameterType) : null)];
        typeof(SqlErrorCollection).GetMethod("Add", Hidden)!.Invoke(errors, [constructor.Invoke(values)]);
        var create = typeof(SqlException).GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
            .First(m => m.Name == "CreateException" && m.GetParameters() is [var first, var second] && first.ParameterType == typeof(SqlErrorCollection) && second.ParameterType == typeof(string));
        return (SqlException)create.Invoke(null, [errors, "16.0.0"])!;
    }
}
