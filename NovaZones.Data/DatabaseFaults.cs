namespace NovaZones.Data;

/// <summary>What a failure that comes out of the database says of the database itself.</summary>
public static class DatabaseFaults
{
    /// <summary>
    /// Whether the database could not be used (locked by another program, full, gone, too slow), rather than having refused what it was
    /// asked. Looks through what is wrapped around the database's own exception.
    /// </summary>
    public static bool IsUnavailable(Exception exception) => SqlFaults.IsUnavailable(exception);
}
