using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace NovaZones.Data.Claims;

/// <summary>A compiled query whose rows are asked for one by one. Not thread-safe.</summary>
internal sealed class SqliteQuery : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;
    private readonly nint _handle;

    /// <param name="db">Outlives the query.</param>
    /// <param name="text">The query; its one parameter, if any, is a text.</param>
    /// <exception cref="SqliteException">The engine refused.</exception>
    public SqliteQuery(sqlite3 db, string text)
    {
        _db = db;
        var result = raw.sqlite3_prepare_v2(db, text, out _statement);
        SqliteException.ThrowExceptionForRC(result, db);
        _handle = _statement.DangerousGetHandle();
        Row = new SqliteRow(_handle);
    }

    /// <summary>The row at which it stands after <see cref="Read"/> said that there is one.</summary>
    public SqliteRow Row { get; }

    /// <summary>Moves to the next row; false at the end.</summary>
    /// <exception cref="SqliteException">The engine refused.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read()
    {
        var result = SqliteEngine.Step(_handle);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        if (result != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(result, _db);
        }

        return false;
    }

    /// <summary>Begins again with another value, and moves to its first row; false when there is none.</summary>
    /// <param name="text">UTF-8, which stays where it is until the next call or the end.</param>
    /// <exception cref="SqliteException">The engine refused.</exception>
    public unsafe bool ReadFirst(ReadOnlySpan<byte> text)
    {
        _ = SqliteEngine.Reset(_handle);
        fixed (byte* start = text)
        {
            // Copied by the engine: what stands in another statement's row may be moved before this one ends.
            _ = SqliteEngine.BindText(_handle, 1, (nint)start, text.Length, SqliteEngine.Transient);
        }

        return Read();
    }

    public void Dispose() => _statement.Dispose();
}
