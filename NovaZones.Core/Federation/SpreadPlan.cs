using System.Collections.Immutable;
using NovaZones.Core.Placement.Lanes;

namespace NovaZones.Core.Federation;

/// <summary>What a plan over the lanes of several zones was decided by.</summary>
/// <param name="Start">Members of the whole tree by domain before the plan.</param>
/// <param name="Seen">Members on this zone's own hosts by domain of the bounded axis; empty when nothing is bounded.</param>
/// <param name="Own">For each own slot of the plan its lane.</param>
internal sealed record SpreadPlan(SpreadBoard Start, ImmutableArray<DomainMembers> Seen, ImmutableArray<OwnLaneSlot> Own);

/// <summary>The lane of an own slot.</summary>
/// <param name="Key">The lane.</param>
/// <param name="Domain">Its domain on the bounded axis.</param>
/// <param name="Added">What its domains added to its score.</param>
internal readonly record struct OwnLaneSlot(ulong Key, ulong Domain, double Added);
