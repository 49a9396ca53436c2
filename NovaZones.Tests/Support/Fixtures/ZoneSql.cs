using Microsoft.Data.Sqlite;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>Plain SQL on a zone's SQLite file, beside the zone: what no zone would do itself.</summary>
internal static class ZoneSql
{
    public static int Execute(string dataDirectory, string statements)
    {
        using var connection = Open(dataDirectory);
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        return command.ExecuteNonQuery();
    }

    public static object? Scalar(string dataDirectory, string query)
    {
        using var connection = Open(dataDirectory);
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return command.ExecuteScalar();
    }

    private static SqliteConnection Open(string dataDirectory)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(dataDirectory, "zone.db"),
            Pooling = false,
            ForeignKeys = false,
            DefaultTimeout = 10,
        }.ConnectionString);
        connection.Open();
        return connection;
    }
}
