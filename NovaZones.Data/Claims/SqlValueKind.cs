namespace NovaZones.Data.Claims;

/// <summary>What a <see cref="SqlValue"/> holds.</summary>
internal enum SqlValueKind
{
    /// <summary>Nothing.</summary>
    Null,

    /// <summary>A 32-bit number.</summary>
    Int,

    /// <summary>A 64-bit number.</summary>
    Long,

    /// <summary>A double.</summary>
    Real,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A GUID.</summary>
    Guid,

    /// <summary>A moment.</summary>
    Moment,
}
