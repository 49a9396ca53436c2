namespace NovaZones.Core.Replicas;

/// <summary>What one transaction changed.</summary>
/// <param name="Sequence">Its number: greater than those of all transactions that committed before it, without gaps.</param>
/// <param name="ReplicaId">Who made it.</param>
/// <param name="Kind">What changed.</param>
/// <param name="Body">Which rows.</param>
public sealed record FeedEntry(long Sequence, Guid ReplicaId, FeedKind Kind, FeedBody Body);

/// <summary>A part of the feed.</summary>
/// <param name="Entries">In order, without gaps.</param>
/// <param name="IsCut">Whether entries that come first were pruned: whoever asked must read everything anew.</param>
/// <param name="HasMore">Whether more may follow.</param>
public sealed record FeedPage(IReadOnlyList<FeedEntry> Entries, bool IsCut, bool HasMore);

/// <summary>The end of the feed.</summary>
/// <param name="Sequence">Number of the newest change.</param>
/// <param name="Ledger">Number of the newest change that decisions rest on.</param>
public readonly record struct FeedHead(long Sequence, long Ledger);
