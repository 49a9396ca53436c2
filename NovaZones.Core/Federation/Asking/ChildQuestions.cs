using NovaZones.Core.Placement;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation.Asking;

/// <summary>The questions of one request: those to ask first, those for later, and those that try a child again. Not thread-safe.</summary>
internal sealed class ChildQuestions(ChildScreen screen, ChildZoneRegistry registry, TreeAsk ask, string ownName)
{
    private static readonly ZoneDemand Anywhere = ZoneDemand.Anywhere;

    private readonly ChildSet _before = new(screen.States.Length);
    private readonly ChildSet _now = new(screen.States.Length);
    private readonly ZoneRoutes _routes = screen.Shared.For(ask.Request.Zones, ownName);
    private readonly bool _isAnywhere = ask.Request.Zones is { LocalOnly: false, Only.IsEmpty: true, Not.IsEmpty: true };

    /// <summary>Children that may well serve the request.</summary>
    public List<ChildQuestion> First { get; } = [];

    /// <summary>Children that are asked when the rest does not suffice.</summary>
    public List<ChildQuestion> Last { get; } = [];

    /// <summary>Children that failed and may be tried by this request.</summary>
    public List<ChildQuestion> Probes { get; } = [];

    /// <summary>Sorts the likely children by their gates; tells of those that are not asked.</summary>
    public void Sort(Screening screening, NotAskedLines lines)
    {
        lines.AddExcluded(screening);
        Sort([(screening.Likely, null)], First, lines);
    }

    /// <summary>Sorts the children that were only doubted, once it is clear that they are needed.</summary>
    public void SortDoubted(Screening screening, NotAskedLines lines) =>
        Sort([.. screening.Out.Where(g => g.IsOnlyDoubted).Select(g => (g.Children, (ScreenedOut?)g))], Last, lines);

    /// <summary>Sorts all children that may be asked at all, without an order.</summary>
    public void SortAll(Screening screening, NotAskedLines lines)
    {
        lines.AddExcluded(screening);
        Sort([(screening.Likely, null), .. screening.Out.Where(g => g.IsOnlyDoubted).Select(g => (g.Children, (ScreenedOut?)g))], First, lines);
    }

    /// <summary>These were asked and did not answer: what they lead to is to be reached through others.</summary>
    public void Missed(IEnumerable<ChildOffer> offers)
    {
        foreach (var offer in offers.Where(o => o.Explanation.Outcome != "Answered"))
        {
            if (screen.PositionOf(offer.Child.Name) is { } position)
            {
                _now.Remove(position);
            }
        }
    }

    private void Sort(IReadOnlyList<(ChildSet Children, ScreenedOut? Doubts)> groups, List<ChildQuestion> questions, NotAskedLines lines)
    {
        _before.MoveFrom(_now);
        var going = new List<(int Position, ScreenedOut? Doubts)>();
        var probing = new List<(int Position, string? Reason)>();
        foreach (var (children, doubts) in groups)
        {
            foreach (var position in children.Each())
            {
                if (_routes.IsReached(position, _before))
                {
                    lines.Add(screen.States[position].Child, "Skipped", "was asked already by another path that leads to it");
                    continue;
                }

                switch (registry.GateOf(screen.States[position].Child.Id).Enter(out var reason))
                {
                    case GateState.Closed:
                        going.Add((position, doubts));
                        _now.Add(position);
                        break;
                    case GateState.Probe:
                        probing.Add((position, reason));
                        break;
                    default:
                        lines.Add(screen.States[position].Child, "Open", $"did not answer lately: {reason}");
                        break;
                }
            }
        }

        // Only now, when it is known who else is asked, can zones be left to others.
        questions.AddRange(going.Select(g => Question(g.Position, g.Doubts is { } doubts ? screen.ReasonOf(doubts, screen.States[g.Position], ask.Request) : null, isProbe: false)));
        Probes.AddRange(probing.Select(p => Question(p.Position, p.Reason, isProbe: true)));
    }

    private ChildQuestion Question(int position, string? doubt, bool isProbe)
    {
        var child = screen.States[position].Child;
        var zones = _isAnywhere ? Anywhere : ZonePath.ForChild(ask.Request.Zones, ownName, child.Name) ?? Anywhere;
        var not = _routes.Not(position, _before, _now);
        return new ChildQuestion(child, not.IsEmpty ? zones : zones with { Not = [.. zones.Not.Union(not, StringComparer.Ordinal)] })
        {
            Doubt = doubt,
            IsProbe = isProbe,
        };
    }
}

/// <summary>A question to one child.</summary>
/// <param name="Child">Whom.</param>
/// <param name="Zones">Where the request may go, as the child must see it.</param>
internal sealed record ChildQuestion(ChildZone Child, ZoneDemand Zones)
{
    /// <summary>Why the child was not expected to be of use, or null.</summary>
    public string? Doubt { get; init; }

    /// <summary>Whether the question tries a child whose breaker is open.</summary>
    public bool IsProbe { get; init; }
}
