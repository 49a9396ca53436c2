namespace NovaZones.Data.Claims;

/// <summary>What a parameter or column of a hand-written statement holds.</summary>
internal enum SqlKind
{
    /// <summary>A GUID.</summary>
    Guid,

    /// <summary>Bytes of a bounded length.</summary>
    Bytes,

    /// <summary>Bytes of any length.</summary>
    LongBytes,

    /// <summary>Text of a bounded length.</summary>
    Text,

    /// <summary>Text of any length.</summary>
    LongText,

    /// <summary>A 32-bit number.</summary>
    Int,

    /// <summary>A 64-bit number.</summary>
    Long,

    /// <summary>A double.</summary>
    Real,

    /// <summary>A moment.</summary>
    Time,
}
