using System.Collections.Immutable;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Placement.Lanes;

namespace NovaZones.Core.Federation;

/// <summary>Brings the lanes of own hosts and children together: at the root into a plan, on the way into longer lanes.</summary>
/// <remarks>
/// Hosts of the same domains form one lane wherever they are, and only the counts of the whole tree decide between lanes. So what the
/// root picks is what one flat zone would have picked.
/// </remarks>
internal static class TreeLanes
{
    /// <summary>The plan of the zone that was asked.</summary>
    /// <param name="fleet">Own hosts.</param>
    /// <param name="context">What is asked, with the state of its group on own hosts.</param>
    /// <param name="own">Own lanes.</param>
    /// <param name="offers">What the children offer.</param>
    /// <param name="ask">How many, and how many alternates.</param>
    /// <param name="zone">This zone's name.</param>
    public static TreePlan Plan(FleetSnapshot fleet, PlacementContext context, OwnLanes own, ImmutableArray<ChildOffer> offers, TreeAsk ask, string zone)
    {
        var decided = context with { Elsewhere = new Elsewhere(false, Sum(context, offers)) };
        decided = decided with { Group = GroupState.Of(fleet, decided) };
        var start = decided.Group!.Board!;
        var board = start.Copy();
        var lanes = Join(own, offers);
        var slots = ImmutableArray.CreateBuilder<Slot>();
        var ownLanes = ImmutableArray.CreateBuilder<OwnLaneSlot>();
        var picks = ImmutableArray.CreateBuilder<Pick>();
        var next = new int[offers.Length];
        foreach (var taken in LanePlan.Pick(lanes, board, ask.Count))
        {
            var domain = start.HardOf(taken.Lane.Domains);
            if (taken.Slot is { } slot)
            {
                picks.Add(new Pick(PlanAggregator.Own, slots.Count, taken.Score, taken.Tie) { Domain = domain });
                slots.Add(slot);
                ownLanes.Add(new OwnLaneSlot(DomainKey.Of(taken.Lane.Domains), domain, taken.Score - taken.Alone));
            }
            else
            {
                picks.Add(new Pick(taken.Lane.Source, next[taken.Lane.Source]++, taken.Score, taken.Tie) { Lane = taken.Lane.Index, Domain = domain });
            }
        }

        var plan = Planner.Finish(fleet, decided, slots.ToImmutable(), own.Explain(fleet, decided), picks.Count < ask.Count ? ask.Count : 0, own.Stops);
        return new TreePlan(plan, offers, picks.ToImmutable())
        {
            IsByLanes = true,
            Spread = new SpreadPlan(start, context.Group!.Board!.HardCounts(), ownLanes.ToImmutable()),
            Alternates = Alternates(lanes, board, offers, ask.Alternates, zone),
        };
    }

    /// <summary>What a zone tells its parent; null when there are more domains than can be told.</summary>
    /// <param name="context">What is asked, with the state of its group on own hosts.</param>
    /// <param name="own">Own lanes.</param>
    /// <param name="offers">What the children offer.</param>
    /// <param name="depth">Slots that one lane may have to give.</param>
    public static TreeOffer? Offer(PlacementContext context, OwnLanes own, ImmutableArray<ChildOffer> offers, int depth)
    {
        var all = new SpreadBoard(context.Group!.Board!.Axes);
        all.Count(context.Group.Board.ToCounts());
        all.Count(Sum(context, offers));
        var domains = all.ToCounts();
        if (domains.Any(d => d.Length > LaneLimits.MostDomains))
        {
            return null;
        }

        var lanes = Join(own, offers).Where(l => l.TryPeek(out _)).ToList();
        var isCut = lanes.Count > LaneLimits.MostLanes;
        if (isCut)
        {
            lanes = [.. lanes.OrderByDescending(l => l.TryPeek(out var head) ? head : default).Take(LaneLimits.MostLanes)];
        }

        var each = Math.Min(depth, Math.Max(1, LaneLimits.MostSlots / Math.Max(1, lanes.Count)));
        var told = ImmutableArray.CreateBuilder<LaneOffer>(lanes.Count);
        foreach (var lane in lanes)
        {
            told.Add(Take(lane, offers.Length, each));
            isCut |= each < depth && lane.TryPeek(out _);
        }

        return new TreeOffer(told.ToImmutable(), domains, context.Group.Board.HardCounts(), offers, isCut);
    }

    private static LaneOffer Take(JoinedLane lane, int children, int depth)
    {
        var slots = ImmutableArray.CreateBuilder<Slot>();
        var sequence = ImmutableArray.CreateBuilder<int>();
        var scores = ImmutableArray.CreateBuilder<double>();
        var ties = ImmutableArray.CreateBuilder<uint>();
        var childLanes = new int[children];
        Array.Fill(childLanes, -1);
        while (sequence.Count < depth && lane.TryPeek(out var head))
        {
            var (slot, from) = lane.Take(head.Score);
            sequence.Add(from.Source);
            scores.Add(head.Score);
            ties.Add(head.Tie);
            if (slot is not null)
            {
                slots.Add(slot);
            }
            else
            {
                childLanes[from.Source] = from.Index;
            }
        }

        return new LaneOffer(
            [.. lane.Domains],
            ties.ToImmutable(),
            new SealedLane { Key = DomainKey.Of(lane.Domains), Slots = slots.ToImmutable(), Sequence = sequence.ToImmutable(), Scores = scores.ToImmutable(), ChildLanes = [.. childLanes] });
    }

    private static List<JoinedLane> Join(OwnLanes own, ImmutableArray<ChildOffer> offers) =>
        JoinedLane.Of(own.Walk().Concat<Lane>(offers.SelectMany((o, source) => o.Lanes.Select((lane, index) => new OfferedLane(source, index, lane)))));

    private static ImmutableArray<ImmutableArray<DomainMembers>> Sum(PlacementContext context, ImmutableArray<ChildOffer> offers)
    {
        var sum = new SpreadBoard(context.Group!.Board!.Axes);
        foreach (var offer in offers)
        {
            sum.Count(offer.Domains);
        }

        return sum.ToCounts();
    }

    /// <summary>Slots that were not taken, of lanes that may take one more.</summary>
    private static ImmutableArray<AlternateHost> Alternates(List<JoinedLane> lanes, SpreadBoard board, ImmutableArray<ChildOffer> offers, int count, string zone)
    {
        var found = new List<AlternateHost>();
        foreach (var lane in count == 0 ? [] : lanes.Where(l => board.AllowsLane(l.Domains)))
        {
            for (var i = 0; i < count && lane.TryPeek(out var head); i++)
            {
                var (slot, from) = lane.Take(head.Score);
                var score = board.ScoreOf(head.Score, lane.Domains);
                found.Add(slot is not null
                    ? new AlternateHost(null, head.Tie, score, zone, slot.HostName)
                    : new AlternateHost(offers[from.Source].Child.Id, head.Tie, score, offers[from.Source].Child.Name, null));
            }
        }

        return [.. found.OrderByDescending(a => a.Score).ThenByDescending(a => a.Tie).DistinctBy(a => (a.ChildZoneId, a.Tie)).Take(count)];
    }
}

/// <summary>What a zone offers its parent by lanes.</summary>
/// <param name="Lanes">The lanes.</param>
/// <param name="Domains">Members by domain that counts, axis by axis, everything below included.</param>
/// <param name="Seen">Members on own hosts by domain of the bounded axis.</param>
/// <param name="Offers">What the children offered.</param>
/// <param name="IsCut">Whether there is more than the answer may hold.</param>
internal sealed record TreeOffer(
    ImmutableArray<LaneOffer> Lanes, ImmutableArray<ImmutableArray<DomainMembers>> Domains, ImmutableArray<DomainMembers> Seen, ImmutableArray<ChildOffer> Offers, bool IsCut)
{
    /// <summary>How own hosts were filtered.</summary>
    public LocalExplanation Explanation { get; init; } = LocalExplanation.Nothing;

    /// <summary>The lanes as the parent sees them.</summary>
    public ImmutableArray<LaneBody> ToBodies() => [.. Lanes.Select(l => new LaneBody(l.Domains, l.Sealed.Scores, l.Ties))];
}

/// <summary>One lane of an offer.</summary>
/// <param name="Domains">Key of the domain on each axis.</param>
/// <param name="Ties">Tie bits of each slot.</param>
/// <param name="Sealed">What only this zone may know.</param>
internal sealed record LaneOffer(ImmutableArray<ulong> Domains, ImmutableArray<uint> Ties, SealedLane Sealed);
