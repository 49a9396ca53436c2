using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NovaZones.Client;
using NovaZones.Client.Models;

namespace NovaZones.Agent.Assignments;

/// <summary>The agent's own file: assignments, and acknowledgements that the zone has not taken yet, in order. Thread-safe.</summary>
/// <remarks>
/// What an assignment became and what the zone is to be told of it are written together, so that after a power cut neither is without
/// the other. The file is this process's alone as long as it is open.
/// </remarks>
internal sealed partial class AgentStore : IDisposable
{
    private const int Version = 1;
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;

    private readonly SqliteConnection _connection;
    private readonly int _maxKept;
    private readonly TimeSpan _keepFor;

    // Guards the connection: loops and commands write from several threads.
    private readonly Lock _lock = new();

    private AgentStore(SqliteConnection connection, AgentOptions options) => (_connection, _maxKept, _keepFor) = (connection, options.MaxKept, options.KeepFor);

    /// <summary>Opens the file, and makes it when there is none.</summary>
    /// <exception cref="AgentStartException">It cannot be used; the message says why.</exception>
    public static AgentStore Open(AgentOptions options)
    {
        var path = Path.GetFullPath(options.DataFile);
        SqliteConnection? connection = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 2 }.ConnectionString);
            connection.Open();
            Run(connection, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            var version = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"), CultureInfo.InvariantCulture);
            if (version > Version)
            {
                throw new AgentStartException($"Agent:DataFile: {path} was written by a newer agent.");
            }

            // A write, so that the lock is taken now and not at the first assignment.
            Run(connection, $"""
                BEGIN IMMEDIATE;
                CREATE TABLE IF NOT EXISTS Assignments (InstanceId TEXT NOT NULL PRIMARY KEY, State INTEGER NOT NULL, Document TEXT NOT NULL) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS Owner (Id INTEGER NOT NULL PRIMARY KEY CHECK (Id = 1), Name TEXT NOT NULL);
                CREATE TABLE IF NOT EXISTS Outbox (Sequence INTEGER PRIMARY KEY AUTOINCREMENT, InstanceId TEXT NOT NULL, State TEXT NOT NULL, Message TEXT, At INTEGER NOT NULL);
                PRAGMA user_version = {Version};
                COMMIT;
                """);
            var store = new AgentStore(connection, options);
            store.CheckOwner($"{options.HostName} at {options.Zone.TrimEnd('/')}", path);
            return store;
        }
        catch (Exception ex) when (ex is SqliteException or IOException or UnauthorizedAccessException)
        {
            connection?.Dispose();
            throw new AgentStartException(
                ex is SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked } ? $"Agent:DataFile: {path} is used by another agent." : $"Agent:DataFile: {path} cannot be used: {ex.Message}", ex);
        }
        catch (AgentStartException)
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>Every assignment, in no order.</summary>
    public IReadOnlyList<LocalAssignment> List()
    {
        lock (_lock)
        {
            return Query(
                "SELECT Document, State FROM Assignments",
                r => new LocalAssignment(JsonSerializer.Deserialize<Assignment>(r.GetString(0), ZoneApi.Json)!, (LocalState)r.GetInt32(1)));
        }
    }

    /// <summary>Takes over what the zone says is placed here.</summary>
    /// <param name="placed">What is placed.</param>
    /// <param name="isComplete">Whether that is all; else nothing is taken for released.</param>
    /// <param name="hasCommand">Whether something is run for each; without it an assignment is present when it is known, and gone when it is released.</param>
    /// <param name="now">The moment.</param>
    /// <returns>How many are new, and how many were released.</returns>
    public (int New, int Released) TakeOver(IReadOnlyList<Assignment> placed, bool isComplete, bool hasCommand, DateTimeOffset now)
    {
        lock (_lock)
        {
            var known = Query("SELECT InstanceId, State FROM Assignments", r => (Id: Guid.Parse(r.GetString(0)), State: (LocalState)r.GetInt32(1))).ToDictionary(r => r.Id, r => r.State);
            var fresh = placed.Where(a => !known.ContainsKey(a.InstanceId)).ToList();
            var ids = placed.Select(a => a.InstanceId).ToHashSet();
            var gone = isComplete ? known.Where(k => k.Value != LocalState.Ending && !ids.Contains(k.Key)).Select(k => k.Key).ToList() : [];
            if (fresh.Count == 0 && gone.Count == 0)
            {
                return (0, 0);
            }

            using var transaction = _connection.BeginTransaction();
            foreach (var assignment in fresh)
            {
                Execute(
                    "INSERT INTO Assignments (InstanceId, State, Document) VALUES ($id, $state, $document)",
                    ("$id", Text(assignment.InstanceId)), ("$state", (int)(hasCommand ? LocalState.Making : LocalState.Present)), ("$document", JsonSerializer.Serialize(assignment, ZoneApi.Json)));
                Enqueue(new Acknowledgement(assignment.InstanceId, "Accepted", null, now));
            }

            foreach (var id in gone)
            {
                if (hasCommand)
                {
                    Execute("UPDATE Assignments SET State = $state WHERE InstanceId = $id", ("$state", (int)LocalState.Ending), ("$id", Text(id)));
                }
                else
                {
                    Execute("DELETE FROM Assignments WHERE InstanceId = $id", ("$id", Text(id)));
                }
            }

            Trim(now);
            transaction.Commit();
            return (fresh.Count, gone.Count);
        }
    }

    /// <summary>Ends the making of an instance, and says so to the zone. Nothing happens when it was released meanwhile.</summary>
    public void Finish(Guid instanceId, bool isPresent, string? message, DateTimeOffset now)
    {
        lock (_lock)
        {
            using var transaction = _connection.BeginTransaction();
            var changed = Execute(
                "UPDATE Assignments SET State = $to WHERE InstanceId = $id AND State = $from",
                ("$to", (int)(isPresent ? LocalState.Present : LocalState.Failed)), ("$id", Text(instanceId)), ("$from", (int)LocalState.Making));
            if (changed > 0)
            {
                Enqueue(new Acknowledgement(instanceId, isPresent ? "Ready" : "Failed", message, now));
                Trim(now);
            }

            transaction.Commit();
        }
    }

    /// <summary>Forgets an instance that was released and has ended here.</summary>
    public void Forget(Guid instanceId)
    {
        lock (_lock)
        {
            Execute("DELETE FROM Assignments WHERE InstanceId = $id AND State = $state", ("$id", Text(instanceId)), ("$state", (int)LocalState.Ending));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();

    /// <summary>
    /// Another zone, or this zone under another name, knows nothing of the instances in the file: what it does not name would be ended. So
    /// whoever changes either by mistake is stopped before anything is lost.
    /// </summary>
    private void CheckOwner(string owner, string path)
    {
        var before = Scalar(_connection, "SELECT Name FROM Owner") as string;
        if (before is not null && before != owner && Scalar(_connection, "SELECT COUNT(*) FROM Assignments") is not 0L)
        {
            throw new AgentStartException(
                $"Agent:DataFile: {path} holds instances of {before}, not of {owner}. Set Agent:Zone and Agent:HostName back; or, if the same zone moved, delete the file: commands are then run again.");
        }

        Execute("INSERT INTO Owner (Id, Name) VALUES (1, $name) ON CONFLICT (Id) DO UPDATE SET Name = excluded.Name", ("$name", owner));
    }

    private static string Text(Guid id) => id.ToString("D");

    private static void Run(SqliteConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return command.ExecuteScalar();
    }

    private int Execute(string statement, params (string Name, object? Value)[] values)
    {
        using var command = Command(statement, values);
        return command.ExecuteNonQuery();
    }

    private List<T> Query<T>(string query, Func<SqliteDataReader, T> read, params (string Name, object? Value)[] values)
    {
        using var command = Command(query, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private SqliteCommand Command(string text, (string Name, object? Value)[] values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
