namespace NovaZones.Data;

/// <summary>What a database refuses, whichever of its numbers it says it with.</summary>
internal enum SqlFault
{
    /// <summary>Something that no code here reacts to.</summary>
    Other,

    /// <summary>A row with the same key is there already.</summary>
    Duplicate,

    /// <summary>A foreign key or a check does not hold.</summary>
    Constraint,

    /// <summary>A value that must be there is missing.</summary>
    MissingValue,

    /// <summary>Chosen as the victim of a deadlock; nothing was done.</summary>
    Deadlock,

    /// <summary>The database is not there or may not be opened.</summary>
    MissingDatabase,

    /// <summary>Another snapshot transaction changed the row first; nothing was done.</summary>
    SnapshotConflict,

    /// <summary>Somebody else held a lock for too long; nothing was done.</summary>
    LockTimeout,
}
