namespace NovaZones.Data.Audit;

/// <summary>The one row that every transaction with a record changes first, so that records follow one another.</summary>
internal sealed class AuditHeadEntity
{
    /// <summary>The key of the only row.</summary>
    public const int OnlyId = 1;

    public required int Id { get; init; }

    /// <summary>Number of the newest record.</summary>
    public required long Sequence { get; init; }

    /// <summary>Hash of the newest record.</summary>
    public required byte[] Hash { get; init; }
}
