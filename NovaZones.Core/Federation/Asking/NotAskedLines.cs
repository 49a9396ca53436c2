using System.Collections.Immutable;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Federation.Asking;

/// <summary>Gathers what is told of children that were not asked: one line each, or one for each reason when they are many.</summary>
internal sealed class NotAskedLines(ChildScreen screen, PlacementRequest request, int most)
{
    private readonly List<ScreenedOut> _groups = [];
    private readonly List<ChildExplanation> _single = [];

    /// <summary>One child and why.</summary>
    public void Add(ChildZone child, string outcome, string reason) => _single.Add(new ChildExplanation { Zone = child.Name, Outcome = outcome, Reason = reason });

    /// <summary>Those that must not be asked.</summary>
    public void AddExcluded(Screening screening) => _groups.AddRange(screening.Out.Where(g => !g.IsOnlyDoubted));

    /// <summary>Those that were only doubted, and not needed.</summary>
    public void NotNeeded(Screening screening) => _groups.AddRange(screening.Out.Where(g => g.IsOnlyDoubted));

    /// <summary>The lines.</summary>
    public ImmutableArray<ChildExplanation> ToLines()
    {
        var sizes = _groups.ConvertAll(g => g.Children.Count);
        var lines = ImmutableArray.CreateBuilder<ChildExplanation>();
        lines.AddRange(_single);
        var isLong = _single.Count + sizes.Sum() > most;
        for (var i = 0; i < _groups.Count; i++)
        {
            if (isLong && sizes[i] > 1)
            {
                lines.Add(Together(_groups[i], sizes[i]));
            }
            else
            {
                lines.AddRange(_groups[i].Children.Each().Select(child => Alone(_groups[i], screen.States[child])));
            }
        }

        return lines.ToImmutable();
    }

    private ChildExplanation Alone(ScreenedOut group, ChildState state) => new()
    {
        Zone = state.Child.Name,
        Outcome = group.Outcome,
        Reason = Prefix(group) + screen.ReasonOf(group, state, request),
    };

    private ChildExplanation Together(ScreenedOut group, int count) => new()
    {
        Zone = ChildExplanation.Many,
        Outcome = group.Outcome,
        Reason = Prefix(group) + group.Reason,
        Count = count,
        Zones = [.. group.Children.Each().Take(ChildLines.MostNames).Select(child => screen.States[child].Child.Name)],
    };

    private static string Prefix(ScreenedOut group) => group.IsOnlyDoubted ? "not needed: " : "";
}
