namespace NovaZones.Data.Claims;

/// <summary>One statement for SQLite and SQL Server, with its parameters in the order in which values are given.</summary>
/// <remarks>
/// Only plain INSERT, UPDATE, DELETE and SELECT, which both understand: no RETURNING, ON CONFLICT, MERGE or LIMIT. Where SQLite has a text of
/// its own, it is to keep the engine from copying every page before the statement changes it, in case that it has to be taken back halfway.
/// </remarks>
internal sealed class SqlStatement(string text, params (string Name, SqlKind Kind)[] parameters)
{
    public string Text { get; } = text;

    /// <summary>The same for SQLite.</summary>
    public string SqliteText { get; private init; } = text;

    public IReadOnlyList<(string Name, SqlKind Kind)> Parameters { get; } = parameters;

    /// <summary>Inserts one row.</summary>
    public static SqlStatement Insert(string table, params (string Name, SqlKind Kind)[] columns) =>
        new($"INSERT INTO {table} ({Names(columns)}) VALUES ({Values(columns)})", columns);

    /// <summary>Inserts several rows; the values of the first come first.</summary>
    public static SqlStatement InsertMany(string table, int rows, params (string Name, SqlKind Kind)[] columns)
    {
        var all = Enumerable.Range(0, rows).Select(row => Array.ConvertAll(columns, c => ($"{c.Name}{row}", c.Kind))).ToArray();
        var into = $"INTO {table} ({Names(columns)}) VALUES {string.Join(", ", all.Select(row => $"({Values(row)})"))}";

        // A row that may not be inserted ends the whole transaction here, as our writer does anyway.
        return new($"INSERT {into}", [.. all.SelectMany(row => row)]) { SqliteText = $"INSERT OR ROLLBACK {into}" };
    }

    /// <summary>Inserts one row unless a row has its key, which is the first column: 1 row or 0.</summary>
    public static SqlStatement InsertIfAbsent(string table, params (string Name, SqlKind Kind)[] columns)
    {
        var (into, key) = ($"INSERT INTO {table} ({Names(columns)})", columns[0].Name);
        return new($"{into} SELECT {Values(columns)} WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {key} = @{key})", columns)
        {
            SqliteText = $"{into} VALUES ({Values(columns)}) ON CONFLICT ({key}) DO NOTHING",
        };
    }

    /// <summary>Updates the row that has the given first columns as its key.</summary>
    public static SqlStatement Update(string table, int keys, params (string Name, SqlKind Kind)[] columns) =>
        new($"UPDATE {table} SET {Pairs(columns[keys..], ", ")} WHERE {Pairs(columns[..keys], " AND ")}", columns);

    /// <summary>Deletes the rows in which all columns have the given values.</summary>
    public static SqlStatement Delete(string table, params (string Name, SqlKind Kind)[] columns) =>
        new($"DELETE FROM {table} WHERE {Pairs(columns, " AND ")}", columns);

    private static string Names((string Name, SqlKind Kind)[] columns) => string.Join(", ", columns.Select(c => c.Name));

    private static string Values((string Name, SqlKind Kind)[] columns) => string.Join(", ", columns.Select(c => $"@{c.Name}"));

    private static string Pairs((string Name, SqlKind Kind)[] columns, string separator) => string.Join(separator, columns.Select(c => $"{c.Name} = @{c.Name}"));
}
