using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Claims;

namespace NovaZones.Data;

/// <summary>Faults of the SQLite file itself, which an operator can correct, as one line that names it.</summary>
internal static class SqliteFault
{
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>Whether the fault lies with the file and not with what was written.</summary>
    public static bool IsOfFile(SqliteException fault) =>
        fault.SqliteErrorCode is Busy or ReadOnly or InputOutput or Corrupt or Full or CannotOpen or NotADatabase;

    /// <summary>Whether a commit that failed so is certainly not durable: its last page never got as far as the log.</summary>
    public static bool IsRefusal(SqliteException fault) => fault.SqliteErrorCode is Busy or ReadOnly or Full;

    /// <summary>The fault in one line.</summary>
    public static StoreFaultException Explain(SqliteException fault, ZoneDbContext db)
    {
        var what = fault.SqliteErrorCode switch
        {
            Busy => "is locked by another program",
            ReadOnly => "cannot be written: it is read-only",
            Full => "cannot be written: the disk is full",
            Corrupt => "is damaged; restore a backup",
            NotADatabase => "is not a database",
            CannotOpen => "cannot be opened",
            _ => "cannot be read or written",
        };
        return new StoreFaultException(string.Create(
            CultureInfo.InvariantCulture,
            $"The zone's database {db.Database.GetDbConnection().DataSource} {what} (SQLite error {fault.SqliteExtendedErrorCode})."), fault);
    }
}
