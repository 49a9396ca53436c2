using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using NovaZones.Core.Zones;

namespace NovaZones.Data;

/// <summary>Brings the database up to this program's model at start, and keeps a SQLite zone to one process.</summary>
/// <remarks>
/// SQL Server: several replicas may start at once; Entity Framework takes a migration lock in the database (an application
/// lock), so one migrates and the others wait. SQLite: the lock file is held until this object is disposed.
/// </remarks>
public sealed class ZoneDatabaseInitializer(IDbContextFactory<ZoneDbContext> contexts, IOptions<DatabaseOptions> options) : IDisposable
{
    private const string HostIndex = "CREATE INDEX IF NOT EXISTS \"IX_Instances_HostId\" ON \"Instances\" (\"HostId\") WHERE HostId IS NOT NULL";

    private FileStream? _lockFile;

    /// <summary>Makes the database where it is missing and applies what this program has and the database lacks.</summary>
    /// <param name="cancellationToken">Gives up between steps.</param>
    /// <exception cref="ZoneStartException">
    /// Another process holds the zone, the database cannot be opened, or a newer program has already changed it.
    /// </exception>
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        var isSqlite = options.Value.Kind == DatabaseProvider.Sqlite;
        if (isSqlite)
        {
            _lockFile ??= SqliteZoneLock.Take(options.Value.ConnectionString, options.Value.Replicas);
        }

        using var start = isSqlite && options.Value.Replicas
            ? await SqliteZoneLock.EnterStartAsync(options.Value.ConnectionString, cancellationToken).ConfigureAwait(false)
            : null;

        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            try
            {
                await MigrateAsync(db, isSqlite, cancellationToken).ConfigureAwait(false);
                if (isSqlite && options.Value.Replicas)
                {
                    // What another replica changed is read by host; a process alone with its file does not pay for it.
                    await db.Database.ExecuteSqlRawAsync(HostIndex, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception ex) when (ex is DbException or RetryLimitExceededException)
            {
                var reason = (ex.InnerException as DbException ?? ex).Message.ReplaceLineEndings(" ");
                throw new ZoneStartException($"The zone's database ({Place(db)}) cannot be used: {reason}", ex);
            }
            catch (NotSupportedException ex) when (!isSqlite)
            {
                // What SQL Server's client says in a process without culture data.
                throw new ZoneStartException(
                    "SQL Server's client needs culture data: install ICU (Debian: libicu72) and do not set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.", ex);
            }
        }
    }

    /// <summary>Closes the pooled SQLite connections, which folds the log into the file, and lets go of the lock file.</summary>
    public void Dispose()
    {
        if (_lockFile is null)
        {
            return;
        }

        using (var connection = new SqliteConnection(options.Value.ConnectionString))
        {
            SqliteConnection.ClearPool(connection);
        }

        _lockFile.Dispose();
        _lockFile = null;
    }

    private static async Task MigrateAsync(ZoneDbContext db, bool isSqlite, CancellationToken cancellationToken)
    {
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = await db.Database.GetAppliedMigrationsAsync(cancellationToken).ConfigureAwait(false);
        var unknown = applied.LastOrDefault(migration => !known.Contains(migration));
        if (unknown is not null)
        {
            throw new ZoneStartException($"The zone's database ({Place(db)}) was made by a newer NovaZones (it holds the migration {unknown}); start that version.");
        }

        if (known.IsSubsetOf(applied))
        {
            return;
        }

        if (isSqlite)
        {
            // Entity Framework's lock on SQLite is a row, which a killed process leaves behind, and the next start would wait
            // for it for ever. The lock file says that we are alone at it, so whatever row is there is left over.
            await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken).ConfigureAwait(false);
        }

        await db.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
    }

    // Server and name only: the connection string may hold a password.
    private static string Place(ZoneDbContext db)
    {
        var connection = db.Database.GetDbConnection();
        return connection is SqliteConnection ? connection.DataSource : $"{connection.DataSource}/{connection.Database}";
    }
}
