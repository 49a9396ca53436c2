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

    // 64 MiB of pages, so that a group's rows, which lie all over the tables, are in memory; and no commit folds the log into the
    // file, which SqliteCheckpointer does beside it.
    private const string SqliteWriterPragmas = "PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=0;";

    private readonly Dictionary<SqlStatement, DbCommand> _commands = [];
    private readonly ZoneDbContext _db;
    private readonly DbConnection _connection;
    private readonly SqlForm _form;
    private SqliteStatements? _sqlite;
    private DbTransaction? _transaction;

    private ClaimSession(ZoneDbContext db)
    {
        _db = db;
        _connection = db.Database.GetDbConnection();
        _form = SqlForm.Of(_connection);
    }

    /// <summary>Opens a connection through the context, so that it is set up as every other one is.</summary>
    public static async Task<ClaimSession> OpenAsync(IDbContextFactory<ZoneDbContext> contexts, CancellationToken cancellationToken)
    {
        var session = new ClaimSession(await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false));
        try
        {
            await session._db.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            if (session._db is SqliteZoneDbContext)
            {
                await session._db.Database.ExecuteSqlRawAsync(SqliteWriterPragmas, cancellationToken).ConfigureAwait(false);
                session._sqlite = new SqliteStatements((SqliteConnection)session._connection);
            }

            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Runs the writes in one transaction; after the call for the commit it is no longer given up.</summary>
    public async Task InTransactionAsync(Func<ClaimSession, Task> write, CancellationToken cancellationToken)
    {
        // Read committed is enough: every decision hangs on a row that the conditional update locks first. SQLite takes its one
        // write lock here and is serializable whatever is named.
        var transaction = await _connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            _transaction = transaction;
            await write(this).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception ex) when (ex is not SqliteException fault || !SqliteFault.IsRefusal(fault))
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

    /// <summary>Runs a statement and says how many rows it touched.</summary>
    public Task<int> ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken, params ReadOnlySpan<object?> values) =>
        _sqlite is { } sqlite ? Task.FromResult(sqlite.Execute(statement, values)) : Bind(statement, values).ExecuteNonQueryAsync(cancellationToken);

    /// <summary>The whole number in the first column of the first row, or null when there is no row.</summary>
    public Task<long?> ScalarAsync(SqlStatement statement, CancellationToken cancellationToken, params ReadOnlySpan<object?> values)
    {
        return _sqlite is { } sqlite ? Task.FromResult(sqlite.Scalar(statement, values)) : ReadAsync(Bind(statement, values), cancellationToken);

        static async Task<long?> ReadAsync(DbCommand command, CancellationToken cancellationToken) =>
            await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is { } value and not DBNull
                ? Convert.ToInt64(value, CultureInfo.InvariantCulture)
                : null;
    }

    /// <summary>Pages that SQLite wrote to its log since this was last asked.</summary>
    public int TakePagesWritten() => _sqlite?.TakePagesWritten() ?? 0;

    /// <summary>Folds SQLite's log into the file.</summary>
    public void Checkpoint()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = PassiveCheckpoint;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _sqlite?.Dispose();
        _db.Dispose();
    }

    private DbCommand Bind(SqlStatement statement, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(statement, out var command))
        {
            // SQL Server keeps the plan by the text.
            command = _connection.CreateCommand();
            command.CommandText = statement.Text;
            foreach (var (name, kind) in statement.Parameters)
            {
                _form.AddParameter(command, $"@{name}", kind);
            }

            _commands.Add(statement, command);
        }

        command.Transaction = _transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = _form.ToStored(values[i]);
        }

        return command;
    }
}
