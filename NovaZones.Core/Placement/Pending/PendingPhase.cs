namespace NovaZones.Core.Placement.Pending;

/// <summary>What is being done about a pending request at this moment, in this process.</summary>
internal enum PendingPhase
{
    /// <summary>Its first attempt has not begun.</summary>
    Queued,

    /// <summary>It is being planned or claimed.</summary>
    Trying,

    /// <summary>It did not fit and waits to be woken.</summary>
    Waiting,
}
