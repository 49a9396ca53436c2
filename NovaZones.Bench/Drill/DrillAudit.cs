using Microsoft.Data.Sqlite;

namespace NovaZones.Bench.Drill;

/// <summary>Reads the zones' databases as an auditor from outside would, with SQL alone, and compares all books.</summary>
internal static class DrillAudit
{
    private const long Placed = 1;

    internal static DrillFindings Read(IReadOnlyList<DrillZone> zones, IReadOnlyDictionary<string, int> standing)
    {
        var books = zones.ToDictionary(z => z, ReadZone);
        var findings = new DrillFindings();
        foreach (var (zone, book) in books)
        {
            findings.Overbooked += book.Overbooked;
            findings.Open.AddRange(book.Open.Select(o => $"{zone.Name}: {o}"));
            findings.Unsettled += book.Instances.Count(i => i.State != Placed) + book.Unfinished;
            if (zone.Parent is not { } parent)
            {
                continue;
            }

            var childRow = books[parent].Children[zone.Name];
            var believed = books[parent].Instances.Where(i => i.ChildZoneId == childRow).Select(i => i.Id).ToHashSet();
            var held = book.Instances.Where(i => i.IsParents).Select(i => i.Id).ToHashSet();
            findings.Ghosts += held.Count(id => !believed.Contains(id));
            findings.Lost += believed.Count(id => !held.Contains(id));
        }

        var root = books[zones[0]].Instances.GroupBy(i => i.ReservationId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        findings.Orphans = root.Where(r => !standing.ContainsKey(r.Key)).Sum(r => r.Value);
        findings.Missing = standing.Sum(s => Math.Max(0, s.Value - root.GetValueOrDefault(s.Key)));
        findings.Believed = root.Values.Sum();
        findings.OnHosts = books.Values.Sum(b => b.Instances.Count(i => i.IsOnHost));
        return findings;
    }

    private static Book ReadZone(DrillZone zone)
    {
        using var connection = new SqliteConnection($"Data Source={zone.DatabasePath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var all = connection.BeginTransaction();
        var instances = Query(
            connection,
            "SELECT i.Id, i.State, i.ChildZoneId, i.HostId, i.ReservationId, r.ParentZoneId FROM Instances i LEFT JOIN Reservations r ON r.Id = i.ReservationId",
            row => new Held(Convert.ToHexString((byte[])row[0]), (long)row[1], row[2] is byte[] child ? Convert.ToHexString(child) : null, row[3] is byte[], (string)row[4], row[5] is byte[]));
        var children = Query(connection, "SELECT Name, Id FROM ChildZones", row => ((string)row[0], Convert.ToHexString((byte[])row[1]))).ToDictionary(c => c.Item1, c => c.Item2, StringComparer.Ordinal);
        var unfinished = Query(connection, "SELECT COUNT(*) FROM Reservations WHERE State IN (0, 4)", row => (long)row[0])[0];
        var overbooked = Query(
            connection,
            """
            SELECT COUNT(*) FROM (
                SELECT v.ProviderId FROM Inventories v JOIN Allocations a ON a.ProviderId = v.ProviderId AND a.ResourceClassId = v.ResourceClassId
                GROUP BY v.ProviderId, v.ResourceClassId HAVING SUM(a.Amount) > CAST((v.Total - v.Reserved) * v.AllocationRatio AS INTEGER))
            """,
            row => (long)row[0])[0];
        var open = Query(
            connection,
            """
            SELECT 'instance ' || hex(i.Id) || ' of ' || i.ReservationId || ' is in state ' || i.State || ', its reservation in ' || COALESCE(r.State, 'none') || ', at ' || COALESCE(c.Name, 'this zone')
            FROM Instances i LEFT JOIN Reservations r ON r.Id = i.ReservationId LEFT JOIN ChildZones c ON c.Id = i.ChildZoneId WHERE i.State <> 1
            UNION ALL SELECT 'reservation ' || Id || ' is in state ' || State FROM Reservations WHERE State IN (0, 4)
            """,
            row => (string)row[0]);
        var nobodys = Query(connection, "SELECT COUNT(*) FROM Allocations a LEFT JOIN Instances i ON i.Id = a.InstanceId WHERE i.Id IS NULL", row => (long)row[0])[0];
        return new Book(instances, children, unfinished, overbooked + nobodys, open);
    }

    private static List<T> Query<T>(SqliteConnection connection, string sql, Func<object[], T> read)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        var values = new object[reader.FieldCount];
        while (reader.Read())
        {
            reader.GetValues(values);
            rows.Add(read(values));
        }

        return rows;
    }

    private sealed record Held(string Id, long State, string? ChildZoneId, bool IsOnHost, string ReservationId, bool IsParents);

    private sealed record Book(List<Held> Instances, Dictionary<string, string> Children, long Unfinished, long Overbooked, List<string> Open);
}
