using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace NovaZones.Data;

/// <summary>Sets every SQLite connection up when it first opens; pooled connections come back with their settings.</summary>
/// <remarks>
/// A write-ahead log lets readers go on while one writes; <c>synchronous=FULL</c> syncs it at each commit, so that what was
/// acknowledged survives a power cut (promise 2); how a writer waits for another is <see cref="SqliteLockWait"/>'s.
/// </remarks>
internal sealed class SqliteConnectionSetup : DbConnectionInterceptor
{
    /// <summary>What every connection is set up with.</summary>
    public const string Pragmas =
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;";

    // By native handle: a pooled one comes back behind another connection object.
    private static readonly ConditionalWeakTable<object, object> SetUp = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (IsSetUp(connection))
        {
            return;
        }

        Wait(connection);
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
        Note(connection);
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (IsSetUp(connection))
        {
            return;
        }

        Wait(connection);
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = Pragmas;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        Note(connection);
    }

    private static bool IsSetUp(DbConnection connection) => connection is SqliteConnection { Handle: { } handle } && SetUp.TryGetValue(handle, out _);

    private static void Wait(DbConnection connection)
    {
        if (connection is SqliteConnection { Handle: { } handle })
        {
            SqliteLockWait.Set(handle);
        }
    }

    private static void Note(DbConnection connection)
    {
        if (connection is SqliteConnection { Handle: { } handle })
        {
            SetUp.AddOrUpdate(handle, handle.GetType());
        }
    }
}
