namespace NovaZones.Core.Assignments;

/// <summary>How far a host got with an instance that was placed on it.</summary>
public enum AcknowledgementState
{
    /// <summary>The host knows of it and has begun, or has nothing to do for it.</summary>
    Accepted,

    /// <summary>What the host does for an instance ended well.</summary>
    Ready,

    /// <summary>What the host does for an instance failed; it is not on the host.</summary>
    Failed,
}
