using System.Collections.Immutable;

namespace NovaZones.Core.Placement.Pending;

/// <summary>Where a pending request stands.</summary>
/// <param name="Position">Its place among all pending requests of the zone in order of arrival, from 1.</param>
/// <param name="Attempts">Times it was planned since the zone started.</param>
/// <param name="Overtaken">Later requests for a resource class of this one that fitted and were placed while it waited, since the zone started.</param>
/// <param name="Lacks">For want of what it waits, in words; empty before its first attempt.</param>
public sealed record PendingStatus(int Position, int Attempts, int Overtaken, ImmutableArray<string> Lacks);
