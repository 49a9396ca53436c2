using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Audit;
using NovaZones.Core.Operations;
using NovaZones.Data.Audit;

namespace NovaZones.Data.Operations;

/// <summary>Looks into a zone's SQLite file without changing it, also while a zone writes to it.</summary>
public static class ZoneFileReader
{
    private const int MaxDamage = 20;

    /// <summary>Checks the whole file: structure, keys that point nowhere, and which program made it.</summary>
    /// <exception cref="ZoneFileException">There is no such file, or it cannot be opened.</exception>
    public static ZoneFileState Check(string file)
    {
        if (!File.Exists(file))
        {
            throw new ZoneFileException(ZoneFileFault.Unusable, $"There is no file {file}.");
        }

        try
        {
            using var connection = Open(file, SqliteOpenMode.ReadOnly);
            var damage = Read(connection, $"PRAGMA integrity_check({MaxDamage})").Where(line => line != "ok").ToList();
            if (damage.Count == 0)
            {
                damage.AddRange(Read(connection, "PRAGMA foreign_key_check").Take(MaxDamage).Select(table => $"a row of {table} refers to one that does not exist"));
            }

            var isZone = Read(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('__EFMigrationsHistory', 'ResourceProviders')").Count == 2;
            List<string> applied = isZone ? Read(connection, "SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId") : [];
            var known = Known();
            return new ZoneFileState(damage, applied.LastOrDefault(), applied.LastOrDefault(id => !known.Contains(id)), known.Count(id => !applied.Contains(id)));
        }
        catch (SqliteException ex) when (SqlFaults.IsDamage(ex))
        {
            return new ZoneFileState([ex.Message.ReplaceLineEndings(" ")], null, null, 0);
        }
        catch (SqliteException ex)
        {
            throw new ZoneFileException(ZoneFileFault.Unusable, $"{file} cannot be read: {ex.Message.ReplaceLineEndings(" ")}", ex);
        }
    }

    /// <summary>The books in a file that has every migration.</summary>
    public static ILedgerBooks Books(string file) => new EfLedgerBooks(new FileContexts(file));

    /// <summary>The audit log in a file that has every migration.</summary>
    public static IAuditStore Audit(string file) => new EfAuditStore(new FileContexts(file));

    /// <summary>Opens a file outside of the pool, so that nothing holds it afterwards.</summary>
    internal static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(ConnectionString(file, mode));
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string ConnectionString(string file, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ConnectionString;

    private static HashSet<string> Known()
    {
        using var db = new SqliteDesignTimeFactory().CreateDbContext([]);
        return db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
    }

    private static List<string> Read(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    private sealed class FileContexts(string file) : IDbContextFactory<ZoneDbContext>
    {
        private readonly DbContextOptions<SqliteZoneDbContext> _options =
            new DbContextOptionsBuilder<SqliteZoneDbContext>().UseSqlite(ConnectionString(file, SqliteOpenMode.ReadOnly)).Options;

        public ZoneDbContext CreateDbContext() => new SqliteZoneDbContext(_options);
    }
}
