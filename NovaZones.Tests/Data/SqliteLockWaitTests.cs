using System.Diagnostics;
using Microsoft.Data.Sqlite;
using NovaZones.Data;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data;

/// <summary>A connection waits for another that writes the same file, on a real file.</summary>
public sealed class SqliteLockWaitTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Wait_AnotherHoldsTheFileAllButAFewMilliseconds_GetsItsTurn()
    {
        using var another = Open();
        Execute(another, "CREATE TABLE Written (Id INTEGER PRIMARY KEY)");
        using var waiting = Open();
        SqliteLockWait.Set(waiting.Handle!);
        using var over = new CancellationTokenSource();
        var held = new TaskCompletionSource();
        var holding = Task.Run(() => HoldAllButAFewMilliseconds(another, held, over.Token), TestContext.Current.CancellationToken);
        await held.Task;

        await Task.Run(() => Execute(waiting, "BEGIN IMMEDIATE; INSERT INTO Written DEFAULT VALUES; COMMIT"), TestContext.Current.CancellationToken);

        await over.CancelAsync();
        await holding;
        using var count = another.CreateCommand();
        count.CommandText = "SELECT count(*) FROM Written";
        Assert.Equal(1L, count.ExecuteScalar());
    }

    [Fact]
    public void Wait_AnotherNeverLetsGo_SaysThatTheFileIsLockedWhenItsTimeIsOver()
    {
        using var another = Open();
        Execute(another, "BEGIN IMMEDIATE");
        using var waiting = Open();
        SqliteLockWait.Set(waiting.Handle!);
        var since = Stopwatch.GetTimestamp();

        var refusal = Assert.Throws<SqliteException>(() => Execute(waiting, "BEGIN IMMEDIATE"));

        Assert.Equal(SqlFault.LockTimeout, SqlFaults.OfSqlite(refusal.SqliteErrorCode, refusal.SqliteExtendedErrorCode));
        Assert.True(DatabaseFaults.IsUnavailable(new InvalidOperationException("wrapped", refusal)));
        Assert.True(Stopwatch.GetElapsedTime(since) >= SqliteLockWait.Longest);
    }

    private static async Task HoldAllButAFewMilliseconds(SqliteConnection connection, TaskCompletionSource held, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            Execute(connection, "BEGIN IMMEDIATE");
            held.TrySetResult();
            await Task.Delay(150, TestContext.Current.CancellationToken);
            Execute(connection, "COMMIT");
            await Task.Delay(4, TestContext.Current.CancellationToken);
        }
    }

    // The binding tries a locked file again by itself until the command's time is over; a second is the least it can be told.
    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(_directory.Path, "waited-for.db"),
            DefaultTimeout = 1,
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL");
        return connection;
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
