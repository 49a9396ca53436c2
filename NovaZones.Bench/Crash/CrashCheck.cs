using System.Globalization;
using Microsoft.Data.Sqlite;
using NovaZones.Core.Claims;

namespace NovaZones.Bench.Crash;

/// <summary>Holds what was answered against the database of a zone that is not running.</summary>
/// <remarks>Reads tables alone, with statements of its own: nothing of the zone's code takes part.</remarks>
internal static class CrashCheck
{
    private static readonly string[] Orphans =
    [
        "SELECT 'an allocation without its instance' FROM Allocations a WHERE NOT EXISTS (SELECT 1 FROM Instances i WHERE i.Id = a.InstanceId)",
        "SELECT 'an instance without its reservation ' || i.ReservationId FROM Instances i WHERE NOT EXISTS (SELECT 1 FROM Reservations r WHERE r.Id = i.ReservationId)",
        "SELECT 'an instance without allocations of ' || i.ReservationId FROM Instances i WHERE NOT EXISTS (SELECT 1 FROM Allocations a WHERE a.InstanceId = i.Id)",
        "SELECT 'reservation ' || r.Id || ' says ' || r.Placed || ' placed' FROM Reservations r WHERE r.State IN (1, 2) AND r.Placed <> (SELECT COUNT(*) FROM Instances i WHERE i.ReservationId = r.Id)",
        "SELECT 'key ' || IdempotencyKey || ' made ' || COUNT(*) || ' reservations' FROM Reservations WHERE IdempotencyKey IS NOT NULL GROUP BY Caller, IdempotencyKey HAVING COUNT(*) > 1",
        """
        SELECT 'provider above its capacity: ' || SUM(a.Amount) || ' of ' || v.Total FROM Allocations a
        LEFT JOIN Inventories v ON v.ProviderId = a.ProviderId AND v.ResourceClassId = a.ResourceClassId
        GROUP BY a.ProviderId, a.ResourceClassId HAVING v.Total IS NULL OR SUM(a.Amount) > (v.Total - v.Reserved) * v.AllocationRatio
        """,
    ];

    /// <returns>Every breach in a sentence; none when all holds.</returns>
    public static List<string> Run(string file, IReadOnlyList<CrashJournal> journals)
    {
        var breaches = journals.SelectMany(j => j.Contradictions).ToList();

        // Not read-only: whoever opens it first after a crash takes over what stands in the log.
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        if (Texts(connection, "PRAGMA integrity_check") is not ["ok"] and var damage)
        {
            breaches.AddRange(damage.Select(d => $"the file is damaged: {d}"));
        }

        breaches.AddRange(Orphans.SelectMany(sql => Texts(connection, sql)));
        var reservations = Rows(connection, "SELECT Id, State, AnswerJson, IdempotencyKey FROM Reservations", r => (Id: r.GetString(0), State: (ReservationState)r.GetInt32(1), Answer: r.IsDBNull(2) ? null : r.GetString(2), Key: r.IsDBNull(3) ? null : r.GetString(3)))
            .ToDictionary(r => r.Id, StringComparer.Ordinal);
        var instances = Rows(connection, "SELECT Id FROM Instances", r => new Guid(r.GetFieldValue<byte[]>(0), bigEndian: true)).ToHashSet();
        foreach (var entry in journals.SelectMany(j => j.Entries).Where(e => e.Status != 0))
        {
            if (!reservations.TryGetValue(entry.ReservationId!, out var stored))
            {
                breaches.Add($"{entry.ReservationId} was answered {entry.Status} and is lost");
            }
            else if (stored.Key != entry.Key || (entry.Status == 201 ? stored.Answer != entry.Answer : stored.State != ReservationState.Refused))
            {
                // A refusal is wrapped as a problem when it is sent, so only a placement's text stands there as it was answered.
                breaches.Add($"{entry.ReservationId} was answered {entry.Answer} and stands as {stored.State} {stored.Answer} with key {stored.Key}");
            }

            var there = entry.Instances.Count(instances.Contains);
            if (entry.IsHeld && there != entry.Instances.Count)
            {
                breaches.Add($"{entry.ReservationId} was answered and {entry.Instances.Count - there} of its instances are lost");
            }
            else if (entry.Released && there > 0)
            {
                breaches.Add($"{entry.ReservationId} was released and {there} of its instances are back");
            }
            else if (there > 0 && there != entry.Instances.Count)
            {
                breaches.Add($"{entry.ReservationId} is released by halves");
            }
        }

        breaches.AddRange(Reports(connection, journals));
        return breaches;
    }

    private static IEnumerable<string> Reports(SqliteConnection connection, IReadOnlyList<CrashJournal> journals)
    {
        var totals = Rows(
            connection,
            "SELECT h.Name, v.Total FROM Hosts h JOIN Inventories v ON v.ProviderId = h.Id JOIN ResourceClasses c ON c.Id = v.ResourceClassId WHERE c.Name = 'VCPU'",
            r => (Name: r.GetString(0), Total: r.GetInt64(1))).ToDictionary(t => t.Name, t => t.Total, StringComparer.Ordinal);
        foreach (var journal in journals.Where(j => j.TotalAnswered > 0))
        {
            var stored = totals.GetValueOrDefault(journal.Host);
            if (stored < journal.TotalAnswered || stored > journal.TotalSent)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"host {journal.Host} reported {journal.TotalAnswered} and was answered; {stored} is stored");
            }
        }
    }

    private static List<string> Texts(SqliteConnection connection, string sql) => Rows(connection, sql, r => r.GetString(0));

    private static List<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
