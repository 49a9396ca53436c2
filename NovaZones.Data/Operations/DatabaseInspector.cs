using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace NovaZones.Data.Operations;

/// <summary>Asks the zone's database about itself.</summary>
public sealed class DatabaseInspector(IDbContextFactory<ZoneDbContext> contexts, TimeProvider time)
{
    private const long PageOfSqlServer = 8192;

    /// <summary>Asks.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DbException">The database cannot be reached.</exception>
    public async Task<DatabaseFacts> InspectAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await db.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            var applied = await db.Database.GetAppliedMigrationsAsync(cancellationToken).ConfigureAwait(false);
            var pending = await db.Database.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false);
            var connection = db.Database.GetDbConnection();
            if (connection is SqliteConnection file)
            {
                var (bytes, free) = SizeOf(file.DataSource);
                return new DatabaseFacts(
                    DatabaseProvider.Sqlite, Path.GetFullPath(file.DataSource), file.ServerVersion, bytes, free, [.. applied], [.. pending], time.GetElapsedTime(began));
            }

            var pages = await db.Database.SqlQueryRaw<long>("SELECT COALESCE(SUM(CAST(size AS bigint)), 0) AS [Value] FROM sys.database_files").SingleAsync(cancellationToken).ConfigureAwait(false);
            return new DatabaseFacts(
                DatabaseProvider.SqlServer,
                $"{connection.DataSource}/{connection.Database}",
                connection.ServerVersion,
                pages > 0 ? pages * PageOfSqlServer : null,
                null,
                [.. applied],
                [.. pending],
                time.GetElapsedTime(began));
        }
    }

    private static (long? Bytes, long? Free) SizeOf(string file)
    {
        try
        {
            var bytes = ((string[])["", "-wal", "-shm"]).Select(end => new FileInfo(file + end)).Where(part => part.Exists).Sum(part => part.Length);
            return (bytes, new DriveInfo(Path.GetFullPath(file)).AvailableFreeSpace);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, null); // a disk that does not tell is no reason to tell nothing
        }
    }
}
