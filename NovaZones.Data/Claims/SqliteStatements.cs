using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Data.Sqlite;
using NovaZones.Data.Conversions;
using SQLitePCL;

namespace NovaZones.Data.Claims;

/// <summary>The writer's connection to a SQLite file and its compiled statements, run straight on the engine. Not thread-safe.</summary>
/// <remarks>
/// The client's commands look every parameter up by its name and make a reader for each call, which costs more than the write itself, and
/// its connections take the engine's mutex with each of the fifty calls that a claim makes. Values are bound here by position, on a
/// connection that is opened without a mutex, since one thread at a time uses it.
/// </remarks>
internal sealed class SqliteStatements : IDisposable
{
    private static readonly Func<DateTimeOffset, long> Microseconds = new UtcMicrosecondsConverter().ConvertToProviderTyped;

    private static readonly SqlStatement Begin = new("BEGIN IMMEDIATE");
    private static readonly SqlStatement End = new("COMMIT");
    private static readonly SqlStatement GiveUp = new("ROLLBACK");

    // SQLITE_DBSTATUS_CACHE_WRITE, which the binding does not name.
    private const int CacheWrite = 9;

    private readonly sqlite3 _db;
    private readonly nint _handle;
    private readonly SqliteScratch _scratch = new();
    private readonly Dictionary<SqlStatement, Compiled> _compiled = [];

    private SqliteStatements(sqlite3 db)
    {
        _db = db;
        _handle = db.DangerousGetHandle();
    }

    /// <summary>Opens a connection of its own to the file.</summary>
    /// <param name="connectionString">Names the file and how it may be opened.</param>
    /// <param name="pragmas">What sets it up.</param>
    /// <exception cref="SqliteException">The engine refused.</exception>
    public static SqliteStatements Open(string connectionString, string pragmas)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString);
        var flags = raw.SQLITE_OPEN_NOMUTEX | settings.Mode switch
        {
            SqliteOpenMode.ReadOnly => raw.SQLITE_OPEN_READONLY,
            SqliteOpenMode.ReadWriteCreate => raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE,
            _ => raw.SQLITE_OPEN_READWRITE,
        };
        if (settings.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            flags |= raw.SQLITE_OPEN_URI;
        }

        var result = raw.sqlite3_open_v2(settings.DataSource, out var db, flags, null);
        try
        {
            SqliteException.ThrowExceptionForRC(result, db);
            SqliteLockWait.Set(db);
            SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(db, pragmas), db);
            return new SqliteStatements(db);
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    /// <summary>Takes the file's one write lock, waiting for it as long as the connection is set up to.</summary>
    /// <exception cref="SqliteException">The engine refused.</exception>
    public void OpenTransaction() => Execute(Begin, []);

    /// <summary>Makes what was written durable.</summary>
    /// <exception cref="SqliteException">The engine refused, or failed while it did.</exception>
    public void Commit() => Execute(End, []);

    /// <summary>Takes back what was written since the transaction began, where there is one.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(_db) == 0)
        {
            try
            {
                Execute(GiveUp, []);
            }
            catch (SqliteException)
            {
                // The engine rolls back by itself when the connection is closed, which follows.
            }
        }
    }

    /// <summary>Runs a statement once that is not worth keeping.</summary>
    /// <exception cref="SqliteException">The engine refused.</exception>
    public void ExecuteOnce(string text) => SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(_db, text), _db);

    /// <summary>Runs a statement and says how many rows it touched.</summary>
    /// <exception cref="SqliteException">The engine refused.</exception>
    public int Execute(SqlStatement statement, ReadOnlySpan<SqlValue> values)
    {
        var compiled = Bind(statement, values);
        var result = SqliteEngine.Step(compiled.Handle);
        return Finish(compiled, result, result == raw.SQLITE_DONE ? SqliteEngine.Changes(_handle) : 0);
    }

    /// <summary>The whole number in the first column of the first row, or null when there is none.</summary>
    /// <exception cref="SqliteException">The engine refused.</exception>
    public long? Scalar(SqlStatement statement, ReadOnlySpan<SqlValue> values)
    {
        var compiled = Bind(statement, values);
        var result = SqliteEngine.Step(compiled.Handle);
        long? value = result == raw.SQLITE_ROW && raw.sqlite3_column_type(compiled.Statement, 0) != raw.SQLITE_NULL
            ? raw.sqlite3_column_int64(compiled.Statement, 0)
            : null;
        return Finish(compiled, result, value);
    }

    /// <summary>What is read of each row that a statement finds.</summary>
    /// <exception cref="SqliteException">The engine refused.</exception>
    public List<T> Rows<T>(SqlStatement statement, ReadOnlySpan<SqlValue> values, Func<ISqlRow, T> read)
    {
        var compiled = Bind(statement, values);
        var rows = new List<T>();
        var result = raw.SQLITE_DONE;
        try
        {
            while ((result = SqliteEngine.Step(compiled.Handle)) == raw.SQLITE_ROW)
            {
                rows.Add(read(compiled.Row));
            }
        }
        finally
        {
            _ = Finish(compiled, result, 0);
        }

        return rows;
    }

    /// <summary>The bytes in the first column of the first row, or null when there is none.</summary>
    /// <exception cref="SqliteException">The engine refused.</exception>
    public byte[]? Bytes(SqlStatement statement)
    {
        var compiled = Bind(statement, []);
        var result = SqliteEngine.Step(compiled.Handle);
        return Finish(compiled, result, result == raw.SQLITE_ROW ? raw.sqlite3_column_blob(compiled.Statement, 0).ToArray() : null);
    }

    /// <summary>Compiles a query whose rows are then asked for one by one.</summary>
    /// <exception cref="SqliteException">The engine refused.</exception>
    public SqliteQuery Query(string text) => new(_db, text);

    /// <summary>Reads a result to its end.</summary>
    /// <remarks>Compiled to its best at once: at a start no loop runs long enough to be noticed before it is over.</remarks>
    /// <exception cref="SqliteException">The engine refused.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ForEach(string text, Action<ISqlRow> read, CancellationToken cancellationToken)
    {
        using var query = Query(text);
        while (query.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            read(query.Row);
        }
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
        _scratch.Dispose();
        _db.Dispose();
    }

    private T Finish<T>(Compiled compiled, int result, T value)
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
            _ = SqliteEngine.Reset(compiled.Handle);
            _scratch.Clear();
        }
    }

    private Compiled Bind(SqlStatement statement, ReadOnlySpan<SqlValue> values)
    {
        if (!_compiled.TryGetValue(statement, out var compiled))
        {
            compiled = Compile(statement);
            _compiled.Add(statement, compiled);
        }

        for (var i = 0; i < values.Length; i++)
        {
            var result = Bind(compiled.Handle, compiled.Positions[i], values[i]);
            if (result != raw.SQLITE_OK)
            {
                _scratch.Clear();
                SqliteException.ThrowExceptionForRC(result, _db);
            }
        }

        return compiled;
    }

    private int Bind(nint statement, int position, in SqlValue value)
    {
        switch (value.Kind)
        {
            case SqlValueKind.Null:
                return SqliteEngine.BindNull(statement, position);
            case SqlValueKind.Int or SqlValueKind.Long:
                return SqliteEngine.BindNumber(statement, position, value.Number);
            case SqlValueKind.Real:
                return SqliteEngine.BindReal(statement, position, value.Real);
            case SqlValueKind.Moment:
                return SqliteEngine.BindNumber(statement, position, Microseconds(value.Moment));
            case SqlValueKind.Guid:
                return _scratch.Put(value.Guid) is var guid and not 0
                    ? SqliteEngine.BindBytes(statement, position, guid, 16, SqliteEngine.Static)
                    : BindCopy(statement, position, value.Guid.ToByteArray(bigEndian: true), isText: false);
            case SqlValueKind.Text:
                return _scratch.Put(value.Text, out var length) is var text and not 0
                    ? SqliteEngine.BindText(statement, position, text, length, SqliteEngine.Static)
                    : BindCopy(statement, position, Encoding.UTF8.GetBytes(value.Text), isText: true);
            default:
                return _scratch.Put(value.Bytes) is var bytes and not 0
                    ? SqliteEngine.BindBytes(statement, position, bytes, value.Bytes.Length, SqliteEngine.Static)
                    : BindCopy(statement, position, value.Bytes, isText: false);
        }
    }

    /// <summary>For what is too long for the scratch room.</summary>
    private static unsafe int BindCopy(nint statement, int position, byte[] bytes, bool isText)
    {
        fixed (byte* pinned = bytes)
        {
            return isText
                ? SqliteEngine.BindText(statement, position, (nint)pinned, bytes.Length, SqliteEngine.Transient)
                : SqliteEngine.BindBytes(statement, position, (nint)pinned, bytes.Length, SqliteEngine.Transient);
        }
    }

    private Compiled Compile(SqlStatement statement)
    {
        var result = raw.sqlite3_prepare_v3(_db, statement.SqliteText, raw.SQLITE_PREPARE_PERSISTENT, out var compiled);
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _db);
        }

        return new Compiled(compiled, compiled.DangerousGetHandle(), [.. statement.Parameters.Select(p => raw.sqlite3_bind_parameter_index(compiled, $"@{p.Name}"))]);
    }

    private sealed record Compiled(sqlite3_stmt Statement, nint Handle, int[] Positions)
    {
        public SqliteRow Row { get; } = new(Handle);
    }
}
