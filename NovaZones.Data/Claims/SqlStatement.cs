namespace NovaZones.Data.Claims;

/// <summary>One statement that SQLite and SQL Server both understand, with its parameters in the order in which values are given.</summary>
/// <remarks>Only plain INSERT, UPDATE, DELETE and SELECT: no RETURNING, ON CONFLICT, MERGE or LIMIT.</remarks>
internal sealed class SqlStatement(string text, params (string Name, SqlKind Kind)[] parameters)
{
    public string Text { get; } = text;

    public IReadOnlyList<(string Name, SqlKind Kind)> Parameters { get; } = parameters;

    /// <summary>Inserts one row.</summary>
    public static SqlStatement Insert(string table, params (string Name, SqlKind Kind)[] columns) =>
        new($"INSERT INTO {table} ({Names(columns)}) VALUES ({Values(columns)})", columns);

    /// <summary>Inserts several rows; the values of the first come first.</summary>
    public static SqlStatement InsertMany(string table, int rows, params (string Name, SqlKind Kind)[] columns)
    {
        var all = Enumerable.Range(0, rows).Select(row => Array.ConvertAll(columns, c => ($"{c.Name}{row}", c.Kind))).ToArray();
        return new($"INSERT INTO {table} ({Names(columns)}) VALUES {string.Join(", ", all.Select(row => $"({Values(row)})"))}", [.. all.SelectMany(row => row)]);
    }

    /// <summary>Inserts one row unless a row has its key, which is the first column: 1 row or 0.</summary>
    public static SqlStatement InsertIfAbsent(string table, params (string Name, SqlKind Kind)[] columns) =>
        new($"INSERT INTO {table} ({Names(columns)}) SELECT {Values(columns)} WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {columns[0].Name} = @{columns[0].Name})", columns);

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
