namespace NovaZones.Data.Replicas;

/// <summary>The one row that every transaction of a replica changes first, so that numbers become visible in their order.</summary>
internal sealed class FeedHeadEntity
{
    /// <summary>The key of the only row.</summary>
    public const int OnlyId = 1;

    public required int Id { get; init; }

    /// <summary>Number of the newest change.</summary>
    public required long Sequence { get; init; }

    /// <summary>Number of the newest change that decisions of the ledger rest on.</summary>
    public required long Ledger { get; init; }

    /// <summary>Above every generation that a host had without its row telling it; 0 where rows tell all.</summary>
    public required long Generations { get; init; }
}
