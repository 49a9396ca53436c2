using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NovaZones.Data.Claims;

namespace NovaZones.Data.Replicas;

/// <summary>Runs prepared statements over a context's connection, in its transaction if it has one.</summary>
internal static class SqlCommands
{
    /// <summary>Runs a statement and says how many rows it touched.</summary>
    public static async Task<int> ExecuteAsync(this ZoneDbContext db, SqlStatement statement, CancellationToken cancellationToken, params object?[] values)
    {
        var command = Create(db, statement, values);
        await using (command.ConfigureAwait(false))
        {
            await db.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await db.Database.CloseConnectionAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads rows.</summary>
    public static async Task<List<T>> QueryAsync<T>(
        this ZoneDbContext db, SqlStatement statement, Func<SqlForm, DbDataReader, T> read, CancellationToken cancellationToken, params object?[] values)
    {
        var form = SqlForm.Of(db.Database.GetDbConnection());
        var command = Create(db, statement, values);
        await using (command.ConfigureAwait(false))
        {
            await db.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var rows = new List<T>();
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        rows.Add(read(form, reader));
                    }
                }

                return rows;
            }
            finally
            {
                await db.Database.CloseConnectionAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Writes in one transaction that the execution strategy may repeat as a whole.</summary>
    public static Task InTransactionAsync(this ZoneDbContext db, Func<CancellationToken, Task> write, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, token).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    await write(token).ConfigureAwait(false);
                    await transaction.CommitAsync(token).ConfigureAwait(false);
                }
            },
            cancellationToken);

    private static DbCommand Create(ZoneDbContext db, SqlStatement statement, object?[] values)
    {
        var connection = db.Database.GetDbConnection();
        var form = SqlForm.Of(connection);
        var command = connection.CreateCommand();
        command.CommandText = statement.Text;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        for (var i = 0; i < statement.Parameters.Count; i++)
        {
            var (name, kind) = statement.Parameters[i];
            form.AddParameter(command, $"@{name}", kind).Value = form.ToStored(values[i]);
        }

        return command;
    }
}
