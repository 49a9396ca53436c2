using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Claims;

namespace NovaZones.Data.Claims;

/// <summary>An open connection with its prepared statements, and the transaction in which they run. Not thread-safe.</summary>
internal sealed class ClaimSession : IDisposable
{
    /// <summary>Folds as much of SQLite's log into the file as nobody needs any more; waits for nobody.</summary>
    public const string PassiveCheckpoint = "PRAGMA wal_checkpoint(PASSIVE)";

    // 16 MiB of pages, so that a group's rows, which lie all over the tables, are in memory; and no commit folds the log into the
    // file, which SqliteCheckpointer does beside it.
    private const string SqliteWriterPragmas = "PRAGMA cache_size=-16384; PRAGMA wal_autocheckpoint=0;";

    private readonly Dictionary<SqlStatement, DbCommand> _commands = [];
    private readonly ZoneDbContext? _db;
    private readonly SqliteStatements? _sqlite;
    private readonly SqlForm? _form;
    private DbTransaction? _transaction;

    private ClaimSession(ZoneDbContext db)
    {
        _db = db;
        _form = SqlForm.Of(Connection);
    }

    private ClaimSession(SqliteStatements sqlite)
    {
        _sqlite = sqlite;
    }

    private DbConnection Connection => _db!.Database.GetDbConnection();

    /// <summary>Opens a connection: SQL Server's through the context, so that it comes from the pool; the writer's own for SQLite.</summary>
    public static async Task<ClaimSession> OpenAsync(IDbContextFactory<ZoneDbContext> contexts, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (db is SqliteZoneDbContext)
        {
            await using (db.ConfigureAwait(false))
            {
                return new ClaimSession(SqliteStatements.Open(db.Database.GetDbConnection().ConnectionString, SqliteConnectionSetup.Pragmas + SqliteWriterPragmas));
            }
        }

        var session = new ClaimSession(db);
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Runs the writes in one transaction; after the call for the commit it is no longer given up.</summary>
    public Task InTransactionAsync(Func<ClaimSession, Task> write, CancellationToken cancellationToken) =>
        _sqlite is { } sqlite ? InTransactionAsync(sqlite, write, cancellationToken) : InServersTransactionAsync(write, cancellationToken);

    /// <summary>Runs a statement and says how many rows it touched.</summary>
    public Task<int> ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken, params ReadOnlySpan<SqlValue> values) =>
        _sqlite is { } sqlite ? Task.FromResult(sqlite.Execute(statement, values)) : Bind(statement, values).ExecuteNonQueryAsync(cancellationToken);

    /// <summary>The whole number in the first column of the first row, or null when there is no row.</summary>
    public Task<long?> ScalarAsync(SqlStatement statement, CancellationToken cancellationToken, params ReadOnlySpan<SqlValue> values)
    {
        return _sqlite is { } sqlite ? Task.FromResult(sqlite.Scalar(statement, values)) : ReadAsync(Bind(statement, values), cancellationToken);

        static async Task<long?> ReadAsync(DbCommand command, CancellationToken cancellationToken) =>
            await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is { } value and not DBNull
                ? Convert.ToInt64(value, CultureInfo.InvariantCulture)
                : null;
    }

    /// <summary>The bytes in the first column of the first row, or null when there is no row.</summary>
    public Task<byte[]?> BytesAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        return _sqlite is { } sqlite ? Task.FromResult(sqlite.Bytes(statement)) : ReadAsync(Bind(statement, []), cancellationToken);

        static async Task<byte[]?> ReadAsync(DbCommand command, CancellationToken cancellationToken) =>
            await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as byte[];
    }

    /// <summary>Pages that SQLite wrote to its log since this was last asked.</summary>
    public int TakePagesWritten() => _sqlite?.TakePagesWritten() ?? 0;

    /// <summary>Folds SQLite's log into the file.</summary>
    public void Checkpoint() => _sqlite?.ExecuteOnce(PassiveCheckpoint);

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _sqlite?.Dispose();
        _db?.Dispose();
    }

    private async Task InTransactionAsync(SqliteStatements sqlite, Func<ClaimSession, Task> write, CancellationToken cancellationToken)
    {
        sqlite.OpenTransaction();
        try
        {
            await write(this).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                sqlite.Commit();
            }
            catch (SqliteException fault) when (!SqliteFault.IsRefusal(fault))
            {
                throw new UncertainCommitException(fault);
            }
        }
        catch
        {
            sqlite.Rollback();
            throw;
        }
    }

    private async Task InServersTransactionAsync(Func<ClaimSession, Task> write, CancellationToken cancellationToken)
    {
        // Read committed is enough: every decision hangs on a row that the conditional update locks first.
        var transaction = await Connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            _transaction = transaction;
            await write(this).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception ex)
            {
                // Wrapped, so that no execution strategy repeats a group that may be durable already.
                throw new UncertainCommitException(ex);
            }
            finally
            {
                _transaction = null;
            }
        }
    }

    private DbCommand Bind(SqlStatement statement, ReadOnlySpan<SqlValue> values)
    {
        if (!_commands.TryGetValue(statement, out var command))
        {
            // SQL Server keeps the plan by the text.
            command = Connection.CreateCommand();
            command.CommandText = statement.Text;
            foreach (var (name, kind) in statement.Parameters)
            {
                _form!.AddParameter(command, $"@{name}", kind);
            }

            _commands.Add(statement, command);
        }

        command.Transaction = _transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = _form!.ToStored(values[i].ToObject());
        }

        return command;
    }
}
