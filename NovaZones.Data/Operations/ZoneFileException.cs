namespace NovaZones.Data.Operations;

/// <summary>Why a zone's file was not copied or restored.</summary>
public enum ZoneFileFault
{
    /// <summary>A file or folder is missing or cannot be read or written.</summary>
    Unusable,

    /// <summary>The file is damaged, or is not a zone's.</summary>
    Damaged,

    /// <summary>A newer program has changed it.</summary>
    Newer,

    /// <summary>A running zone holds it.</summary>
    Held,

    /// <summary>The target is there already.</summary>
    Exists,
}

/// <summary>A backup or restore that was not done; nothing was changed.</summary>
/// <param name="fault">Why.</param>
/// <param name="message">One line for the operator.</param>
/// <param name="innerException">What was caught, if anything.</param>
public sealed class ZoneFileException(ZoneFileFault fault, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Why.</summary>
    public ZoneFileFault Fault { get; } = fault;
}
