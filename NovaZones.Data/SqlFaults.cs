using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace NovaZones.Data;

/// <summary>The one place that knows the databases' error numbers; text is never looked at, since it is translated and changes.</summary>
internal static class SqlFaults
{
    private const int SqlTimeout = -2;
    private const byte ClassOfLostConnection = 20;
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteCorrupt = 11;
    private const int SqliteCannotOpen = 14;
    private const int SqliteNotADatabase = 26;
    private const int SqliteForeignKey = 787;
    private const int SqliteCheck = 275;
    private const int SqliteNotNull = 1299;
    private const int SqlitePrimaryKey = 1555;
    private const int SqliteUnique = 2067;
    private const int SqliteRowId = 2579;

    /// <summary>
    /// Numbers after which a whole transaction is run again by the execution strategy, beside those that Entity Framework knows
    /// itself: each says that nothing was done.
    /// </summary>
    public static IReadOnlyList<int> Repeated { get; } = [1205, 1222, 3960];

    /// <summary>What SQL Server means by a number.</summary>
    public static SqlFault OfSqlServer(int number) => number switch
    {
        2601 or 2627 => SqlFault.Duplicate,
        547 => SqlFault.Constraint,
        515 => SqlFault.MissingValue,
        1205 => SqlFault.Deadlock,
        4060 or 911 => SqlFault.MissingDatabase,
        3960 => SqlFault.SnapshotConflict,
        1222 => SqlFault.LockTimeout,
        _ => SqlFault.Other,
    };

    /// <summary>What SQLite means by a primary and an extended result code.</summary>
    public static SqlFault OfSqlite(int code, int extendedCode) => (code, extendedCode) switch
    {
        (_, SqlitePrimaryKey or SqliteUnique or SqliteRowId) => SqlFault.Duplicate,
        (_, SqliteForeignKey or SqliteCheck) => SqlFault.Constraint,
        (_, SqliteNotNull) => SqlFault.MissingValue,
        (SqliteCannotOpen, _) => SqlFault.MissingDatabase,
        (SqliteBusy or SqliteLocked, _) => SqlFault.LockTimeout,
        _ => SqlFault.Other,
    };

    /// <summary>What the database refused; looks through what Entity Framework wraps around it.</summary>
    public static SqlFault Of(Exception exception)
    {
        for (var each = exception; each is not null; each = each.InnerException)
        {
            switch (each)
            {
                case SqlException sqlServer:
                    return OfSqlServer(sqlServer.Number);
                case SqliteException sqlite:
                    return OfSqlite(sqlite.SqliteErrorCode, sqlite.SqliteExtendedErrorCode);
                case DbException:
                    return SqlFault.Other;
            }
        }

        return SqlFault.Other;
    }

    /// <summary>Whether the database could not be used, as opposed to having refused what it was asked: locked, full, gone, or too slow to answer.</summary>
    public static bool IsUnavailable(Exception exception)
    {
        for (var each = exception; each is not null; each = each.InnerException)
        {
            switch (each)
            {
                case SqlException sqlServer:
                    return sqlServer.Class >= ClassOfLostConnection || sqlServer.Number == SqlTimeout || IsTransient(OfSqlServer(sqlServer.Number));
                case SqliteException sqlite:
                    return sqlite.SqliteErrorCode == SqliteLocked || SqliteFault.IsOfFile(sqlite);
            }
        }

        return false;
    }

    /// <summary>Whether a SQLite file is damaged or no database at all.</summary>
    public static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is SqliteCorrupt or SqliteNotADatabase;

    /// <summary>Whether nothing was done and the same transaction may succeed when it is run again.</summary>
    public static bool IsTransient(SqlFault fault) => fault is SqlFault.Deadlock or SqlFault.SnapshotConflict or SqlFault.LockTimeout;
}
