using System.Collections.Immutable;
using NovaZones.Core.Federation.Protocol;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation.Asking;

/// <summary>All children with what they told, turned round: from a class, a trait or a name to the children that have it (immutable).</summary>
/// <remarks>
/// Made once for many requests, so that a request looks at a few words of bits for a thousand children instead of at a thousand
/// summaries. <see cref="SummaryScreen"/> is the specification.
/// </remarks>
internal sealed class ChildScreen
{
    /// <summary>Longest time for which figures that changed are passed over: making the screen again for each change would cost more than it saves.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(250);

    private const string NoCommonVersion = "speaks no version of the zone protocol that this zone speaks";
    private const string SameZone = "the same zone as another child zone";

    private readonly Dictionary<string, int> _byName;
    private readonly ILookup<Guid, int> _byZone;
    private readonly Dictionary<string, long[]> _free = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChildSet> _traits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChildSet> _capabilities = new(StringComparer.Ordinal);
    private readonly CapabilityColumns _columns;
    private readonly Dictionary<string, ChildSet> _availabilityZones = new(StringComparer.Ordinal);
    private readonly ChildSet _disabled;
    private readonly ChildSet _offline;
    private readonly ChildSet _strangers;
    private readonly ChildSet _doubles;
    private readonly ChildSet _empty;

    // Children whose summary proves nothing by absence: none told yet (also for classes), or cut to a bound (only for names).
    private readonly ChildSet _untold;
    private readonly ChildSet _vague;
    private readonly Lazy<SharedZones> _shared;

    public ChildScreen(ChildBook book, long madeAt)
    {
        MadeAt = madeAt;
        RowsVersion = book.RowsVersion;
        FiguresVersion = book.FiguresVersion;
        States = book.All;
        Doubles = book.Doubles;
        (_disabled, _offline, _doubles) = (Where(s => s.Health is ChildHealth.Disabled), Where(s => s.Health is ChildHealth.Offline), Where(s => Doubles.ContainsKey(s.Child.Id)));
        _strangers = Where(s => s.Protocol is null);
        (_empty, _untold) = (Where(s => s.Info is { Summary.Hosts.Up: 0 }), Where(s => s.Info is null));
        _vague = Where(s => s.Info is null or { Summary.Truncated: true });
        _byName = Enumerable.Range(0, States.Length).ToDictionary(i => States[i].Child.Name, i => i, StringComparer.Ordinal);
        _byZone = Enumerable.Range(0, States.Length).Where(i => States[i].Info is not null).ToLookup(i => States[i].Info!.Id);
        _columns = new CapabilityColumns(States.Length);
        for (var i = 0; i < States.Length; i++)
        {
            if (States[i].Info?.Summary is { } summary)
            {
                Note(i, summary);
            }
        }

        _shared = new Lazy<SharedZones>(() => SharedZones.Of(States, Doubles));
    }

    /// <summary>The children by name; sets hold positions in here.</summary>
    public ImmutableArray<ChildState> States { get; }

    /// <summary>Rows behind which the same zone answers as behind another row, with that row's name.</summary>
    public ImmutableDictionary<Guid, string> Doubles { get; }

    /// <summary>Timestamp of its making.</summary>
    public long MadeAt { get; }

    /// <summary>What it was made of.</summary>
    public long RowsVersion { get; }

    /// <summary>What it was made of.</summary>
    public long FiguresVersion { get; }

    /// <summary>Zones that are reached by several ways.</summary>
    public SharedZones Shared => _shared.Value;

    /// <summary>Where the child of that name stands, or null.</summary>
    public int? PositionOf(string name) => _byName.TryGetValue(name, out var position) ? position : null;

    /// <summary>Sorts the children for one request: whom to ask, and why not the others.</summary>
    /// <param name="ask">The request on its way.</param>
    /// <param name="ownName">This zone's name, for zone paths.</param>
    public Screening Sort(TreeAsk ask, string ownName)
    {
        var request = ask.Request;
        var screening = new Screening(ChildSet.All(States.Length));
        screening.Exclude(_disabled, "Skipped", "switched off by the operator");
        screening.Exclude(_offline, "Open", "offline");
        screening.Exclude(_strangers, "Skipped", NoCommonVersion);
        screening.Exclude(_doubles, "Skipped", SameZone);
        if (ask.HopsLeft <= 0)
        {
            screening.Exclude(screening.Likely, "Skipped", "the hop limit is reached");
        }

        LeaveOutByPath(request.Zones, ownName, screening);
        foreach (var zone in ask.Path)
        {
            foreach (var child in _byZone[zone])
            {
                screening.Exclude(Only(child), "Skipped", "the request came through this zone");
            }
        }

        // Where the members of a group are is known only to who holds them, however full: all are asked.
        if (!ask.Lanes && request.Group?.Policy != GroupPolicy.Affinity)
        {
            Doubt(request, screening);
        }

        return screening;
    }

    /// <summary>The sentence about one child that is not asked, with its own figures.</summary>
    public string ReasonOf(ScreenedOut group, ChildState state, PlacementRequest request) => group switch
    {
        { IsOnlyDoubted: true } => state.Info is { } info ? SummaryScreen.RuleOut(request, info.Summary) ?? group.Reason : group.Reason,
        { Outcome: "Open" } => state.LastError is { } error ? $"{group.Reason}: {error}" : group.Reason,
        { Reason: NoCommonVersion } => ZoneProtocol.Estrangement(state.Info?.Protocol) ?? group.Reason,
        { Reason: SameZone } => $"is the same zone as {Doubles.GetValueOrDefault(state.Child.Id)}",
        _ => group.Reason,
    };

    private void Doubt(PlacementRequest request, Screening screening)
    {
        screening.Doubt(_empty, "no host is up there");
        foreach (var demand in SummaryScreen.Demands(request))
        {
            DoubtByFree(demand, screening);
        }

        foreach (var trait in SummaryScreen.Traits(request))
        {
            screening.DoubtAbsent(_traits.GetValueOrDefault(trait, _vague), $"no host has trait {trait}");
        }

        foreach (var (name, wanted) in request.Capabilities)
        {
            screening.DoubtAbsent(_capabilities.GetValueOrDefault(name, _vague), $"no host tells capability {name}");
            screening.Doubt(_columns.Unmet(name, wanted), $"no host tells a {name} that meets {wanted}");
        }

        if (request.AvailabilityZone is { } zone)
        {
            screening.DoubtAbsent(_availabilityZones.GetValueOrDefault(zone, _vague), $"has no availability zone {zone}");
        }
    }

    private void DoubtByFree(ResourceDemand demand, Screening screening)
    {
        if (!_free.TryGetValue(demand.ResourceClass, out var free))
        {
            screening.DoubtAbsent(_untold, $"has no {demand.ResourceClass}");
            return;
        }

        var (none, tooLittle) = (new ChildSet(States.Length), new ChildSet(States.Length));
        for (var i = 0; i < free.Length; i++)
        {
            if (free[i] < demand.Amount)
            {
                (free[i] < 0 ? none : tooLittle).Add(i);
            }
        }

        screening.Doubt(none, $"has no {demand.ResourceClass}");
        screening.Doubt(tooLittle, $"has not enough {demand.ResourceClass} free in one place");
    }

    private void LeaveOutByPath(ZoneDemand demand, string ownName, Screening screening)
    {
        const string Reason = "the request leaves this zone out";
        if (demand.LocalOnly || demand.Not.Contains(ownName))
        {
            screening.Exclude(screening.Likely, "Skipped", Reason);
            return;
        }

        if (!demand.Only.IsEmpty && !demand.Only.Contains(ownName))
        {
            screening.ExcludeAbsent(Named(demand.Only, ownName), "Skipped", Reason);
        }

        // What of a child is left is for the path itself to say; here only whole children are left out.
        var left = new ChildSet(States.Length);
        foreach (var child in Named(demand.Not, ownName).Each().Where(i => ZonePath.ForChild(demand, ownName, States[i].Child.Name) is null))
        {
            left.Add(child);
        }

        screening.Exclude(left, "Skipped", Reason);
        if (!demand.Not.IsEmpty)
        {
            foreach (var child in Shared.For(demand, ownName).LeftOut)
            {
                screening.Exclude(Only(child), "Skipped", "the request leaves this zone out, by another path that leads to it");
            }
        }
    }

    /// <summary>The children that the paths begin with.</summary>
    private ChildSet Named(ImmutableArray<string> paths, string ownName)
    {
        var named = new ChildSet(States.Length);
        foreach (var path in paths)
        {
            if (_byName.TryGetValue(ZonePath.Relative(path, ownName).Split(ZonePath.Separator)[0], out var child))
            {
                named.Add(child);
            }
        }

        return named;
    }

    private void Note(int child, ZoneSummary summary)
    {
        foreach (var (resourceClass, figure) in summary.Resources)
        {
            if (figure.Capacity > 0)
            {
                if (!_free.TryGetValue(resourceClass, out var free))
                {
                    _free[resourceClass] = free = [.. States.Select(s => s.Info is null ? long.MaxValue : -1)];
                }

                free[child] = figure.LargestFree;
            }
        }

        Note(_traits, summary.Traits, child);
        Note(_availabilityZones, summary.AvailabilityZones, child);
        Note(_capabilities, summary.Capabilities.Keys, child);
        if (!summary.Truncated)
        {
            // A name may have been cut off further down and told by others: then even a whole list of values is not all there is.
            _columns.Note(child, summary);
        }
    }

    private void Note(Dictionary<string, ChildSet> index, IEnumerable<string> names, int child)
    {
        foreach (var name in names)
        {
            if (!index.TryGetValue(name, out var children))
            {
                index[name] = children = new ChildSet(States.Length);
                foreach (var vague in _vague.Each())
                {
                    children.Add(vague);
                }
            }

            children.Add(child);
        }
    }

    private ChildSet Where(Func<ChildState, bool> condition)
    {
        var children = new ChildSet(States.Length);
        for (var i = 0; i < States.Length; i++)
        {
            if (condition(States[i]))
            {
                children.Add(i);
            }
        }

        return children;
    }

    private ChildSet Only(int child)
    {
        var one = new ChildSet(States.Length);
        one.Add(child);
        return one;
    }
}
