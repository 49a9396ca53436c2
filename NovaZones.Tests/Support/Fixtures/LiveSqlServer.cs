using Microsoft.Data.SqlClient;
using Xunit;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>Runs the zones of test classes named <c>…OnSqlServer</c> on the server of <see cref="TestDatabase.SqlServerVariable"/>.</summary>
/// <remarks>Such a class inherits the tests of another, so that no test is written twice; without a server its rows are skipped.</remarks>
internal static class LiveSqlServer
{
    public const string ClassSuffix = "OnSqlServer";

    private static string? Server => Environment.GetEnvironmentVariable(TestDatabase.SqlServerVariable);

    private static bool IsWanted => TestContext.Current.TestClass?.TestClassName.EndsWith(ClassSuffix, StringComparison.Ordinal) == true;

    /// <summary>The settings of a zone whose database belongs to a folder; none when SQLite is meant.</summary>
    /// <remarks>Without a server also none: a class's shared zone is started before its tests say that they are skipped.</remarks>
    public static IReadOnlyList<string> SettingsFor(string dataDirectory)
    {
        if (!IsWanted || string.IsNullOrEmpty(Server))
        {
            return [];
        }

        return ["Database:Provider=SqlServer", $"ConnectionStrings:Zone={Connection(dataDirectory)}"];
    }

    /// <summary>Shows the running test as skipped where no server is configured.</summary>
    public static void Skip() => Assert.SkipWhen(string.IsNullOrEmpty(Server), $"{TestDatabase.SqlServerVariable} is not set.");

    /// <summary>Takes the folder's database away again, if it has one.</summary>
    public static async Task DropAsync(string dataDirectory)
    {
        if (!IsWanted || string.IsNullOrEmpty(Server))
        {
            return;
        }

        var target = new SqlConnectionStringBuilder(Connection(dataDirectory));
        var name = target.InitialCatalog;
        target.InitialCatalog = "master";
        SqlConnection.ClearAllPools();
        await using var connection = new SqlConnection(target.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"IF DB_ID('{name}') IS NOT NULL BEGIN ALTER DATABASE [{name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{name}]; END";
        await command.ExecuteNonQueryAsync();
    }

    private static string Connection(string dataDirectory) => new SqlConnectionStringBuilder(Server)
    {
        InitialCatalog = "nz_test_" + new string([.. Path.GetFileName(dataDirectory).Where(char.IsLetterOrDigit)]),
    }.ConnectionString;
}
