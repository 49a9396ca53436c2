using System.Text;
using Microsoft.Data.Sqlite;
using NovaZones.Data.Conversions;
using SQLitePCL;

namespace NovaZones.Data.Claims;

/// <summary>Compiled statements of one SQLite connection, run straight on the engine. Not thread-safe.</summary>
/// <remarks>
/// The client's commands look every parameter up by its name and make a reader for each call, which costs more than the write itself.
/// Values are bound here by position. They belong to the connection: to be disposed before it.
/// </remarks>
internal sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    private static readonly Func<DateTimeOffset, long> Microseconds = new UtcMicrosecondsConverter().ConvertToProviderTyped;

    // SQLITE_DBSTATUS_CACHE_WRITE, which the binding does not name.
    private const int CacheWrite = 9;

    private readonly sqlite3 _db = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
    private readonly Dictionary<SqlStatement, Compiled> _compiled = [];

    /// <summary>Runs a statement and says how many rows it touched.</summary>
    /// <exception cref="SqliteException">The engine refused.</exception>
    public int Execute(SqlStatement statement, ReadOnlySpan<object?> values)
    {
        var compiled = Bind(statement, values);
        var result = raw.sqlite3_step(compiled);
        return End(compiled, result, result == raw.SQLITE_DONE ? raw.sqlite3_changes(_db) : 0);
    }

    /// <summary>The whole number in the first column of the first row, or null when there is none.</summary>
    /// <exception cref="SqliteException">The engine refused.</exception>
    public long? Scalar(SqlStatement statement, ReadOnlySpan<object?> values)
    {
        var compiled = Bind(statement, values);
        var result = raw.sqlite3_step(compiled);
        long? value = result == raw.SQLITE_ROW && raw.sqlite3_column_type(compiled, 0) != raw.SQLITE_NULL ? raw.sqlite3_column_int64(compiled, 0) : null;
        return End(compiled, result, value);
    }

    /// <summary>Pages written to the log since this was last asked.</summary>
    public int TakePagesWritten() =>
        raw.sqlite3_db_status(_db, CacheWrite, out var pages, out _, resetFlg: 1) == raw.SQLITE_OK ? pages : 0;

    public void Dispose()
    {
        foreach (var compiled in _compiled.Values)
        {
            compiled.Statement.Dispose();
        }

        _compiled.Clear();
    }

    private T End<T>(sqlite3_stmt statement, int result, T value)
    {
        // Thrown before the reset, while the connection still holds the engine's own words.
        try
        {
            if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
            {
                SqliteException.ThrowExceptionForRC(result, _db);
            }

            return value;
        }
        finally
        {
            _ = raw.sqlite3_reset(statement);
        }
    }

    private sqlite3_stmt Bind(SqlStatement statement, ReadOnlySpan<object?> values)
    {
        if (!_compiled.TryGetValue(statement, out var compiled))
        {
            compiled = Compile(statement);
            _compiled.Add(statement, compiled);
        }

        for (var i = 0; i < values.Length; i++)
        {
            var result = Bind(compiled.Statement, compiled.Positions[i], values[i]);
            if (result != raw.SQLITE_OK)
            {
                SqliteException.ThrowExceptionForRC(result, _db);
            }
        }

        return compiled.Statement;
    }

    private static int Bind(sqlite3_stmt statement, int position, object? value)
    {
        switch (value)
        {
            case null:
                return raw.sqlite3_bind_null(statement, position);
            case string text:
                return BindText(statement, position, text);
            case int number:
                return raw.sqlite3_bind_int(statement, position, number);
            case long number:
                return raw.sqlite3_bind_int64(statement, position, number);
            case double number:
                return raw.sqlite3_bind_double(statement, position, number);
            case DateTimeOffset moment:
                return raw.sqlite3_bind_int64(statement, position, Microseconds(moment));
            case Guid guid:
                Span<byte> bytes = stackalloc byte[16];
                guid.TryWriteBytes(bytes, bigEndian: true, out _);
                return raw.sqlite3_bind_blob(statement, position, bytes);
            case byte[] blob:
                return raw.sqlite3_bind_blob(statement, position, blob);
            default:
                throw new InvalidOperationException($"A statement cannot carry a {value.GetType().Name}.");
        }
    }

    private static int BindText(sqlite3_stmt statement, int position, string text)
    {
        const int Small = 512;
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = most <= Small ? stackalloc byte[Small] : new byte[most];

        // The engine copies what it is given.
        return raw.sqlite3_bind_text(statement, position, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    private Compiled Compile(SqlStatement statement)
    {
        var result = raw.sqlite3_prepare_v3(_db, statement.Text, raw.SQLITE_PREPARE_PERSISTENT, out var compiled);
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _db);
        }

        return new Compiled(compiled, [.. statement.Parameters.Select(p => raw.sqlite3_bind_parameter_index(compiled, $"@{p.Name}"))]);
    }

    private sealed record Compiled(sqlite3_stmt Statement, int[] Positions);
}
