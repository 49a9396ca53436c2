using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace NovaZones.Data;

/// <summary>Sets every SQLite connection up as it opens; pooled connections come back with their settings anyway.</summary>
/// <remarks>
/// A write-ahead log lets readers go on while one writes; <c>synchronous=FULL</c> syncs it at each commit, so that what was
/// acknowledged survives a power cut (promise 2); a writer waits up to 5 s for another before it fails.
/// </remarks>
internal sealed class SqliteConnectionSetup : DbConnectionInterceptor
{
    private const string Pragmas =
        "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = Pragmas;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
