using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Capacity;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Policies;

namespace NovaZones.Core.Placement.Pending;

/// <summary>Why a plan was not enough, and what has changed on single hosts since: the cheap screen before planning again.</summary>
/// <remarks>
/// Invariant: of every host that rejects the request at least one rejecting filter has its keys in <see cref="Lacks"/>. A change that
/// touches none of them leaves that filter's verdict as it was; one that does is judged here, and what then rejects is added. For every
/// host that changed the room before its first change is kept, so that several small gains add up and a gain that somebody else took
/// is forgotten again. Guarded by the lock of <see cref="PendingBook"/>.
/// </remarks>
internal sealed class Shortage
{
    /// <summary>Hosts remembered one by one; a plan is cheaper than keeping account of more.</summary>
    private const int MaxHosts = 256;

    private readonly PlacementContext _context;
    private readonly int _missing;
    private readonly Dictionary<string, (int Base, int Now)> _rooms = new(StringComparer.Ordinal);
    private readonly HashSet<Lack> _lacks;
    private bool _certain;
    private int _gained;

    private Shortage(PlacementContext context, int missing, HashSet<Lack> lacks, bool asksChildren)
    {
        _context = context with { Group = null };
        _missing = missing;
        _lacks = lacks;
        AsksChildren = asksChildren;
    }

    /// <summary>Keys of the index.</summary>
    public IReadOnlySet<Lack> Lacks => _lacks;

    /// <summary>Whether child zones may serve it.</summary>
    public bool AsksChildren { get; }

    /// <summary>What is asked.</summary>
    public PlacementRequest Request => _context.Request;

    /// <summary>Whether the last plan found enough, and only the claims failed: then time alone may help.</summary>
    public bool IsOfClaims => _missing <= 0;

    /// <summary>Reads from the last plan of an attempt what it lacked.</summary>
    /// <param name="context">What decided.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="hasChildren">Whether this zone has child zones.</param>
    public static Shortage Of(PlacementContext context, TreePlan plan, bool hasChildren)
    {
        var local = plan.Own.Explanation;
        var lacks = local.Filters.Where(f => f.WouldDrop > 0 || f.Dropped > 0).SelectMany(f => RequestLacks.Of(f.Filter, context)).ToHashSet();
        if (local.Passed > 0)
        {
            lacks.UnionWith(RequestLacks.OfDepletion(context));
        }

        var request = context.Request;
        var asksChildren = hasChildren && context.Policy.Driver == Drivers.Distributed && !request.Zones.LocalOnly && request.Group?.Policy != GroupPolicy.Spread;
        if (asksChildren)
        {
            lacks.Add(new Lack(LackKind.Child));
        }

        return new Shortage(context, request.MinCount - plan.Picks.Length, lacks, asksChildren);
    }

    /// <summary>Notes a change of a host. True when what changed since the plan may be enough now.</summary>
    /// <param name="before">The host before, or null when it is new or was silent.</param>
    /// <param name="after">The host now.</param>
    /// <param name="touched">Keys that the change touched; empty for a new host.</param>
    /// <param name="now">UTC.</param>
    /// <param name="added">Gets keys under which the waiter must stand from now on, too.</param>
    public bool Note(Host? before, Host after, IReadOnlySet<Lack> touched, DateTimeOffset now, List<Lack> added)
    {
        if (_certain || DependsOnOtherHosts(touched))
        {
            _certain = true;
            return true;
        }

        if (!_rooms.TryGetValue(after.Name, out var known))
        {
            if (_rooms.Count == MaxHosts)
            {
                _certain = true;
                return true;
            }

            known = before is null ? (0, 0) : (RoomOn(before, now, null), 0);
            _gained -= known.Base;
        }

        var room = RoomOn(after, now, added);
        _gained += room - known.Now;
        _rooms[after.Name] = known with { Now = room };
        return _gained >= _missing;
    }

    /// <summary>Whether what changed is still there: others may have taken it since.</summary>
    public bool StillHolds(FleetSnapshot fleet, DateTimeOffset now, List<Lack> added)
    {
        if (_certain)
        {
            return true;
        }

        foreach (var name in _rooms.Keys.ToList())
        {
            var (first, last) = _rooms[name];
            var room = fleet.Find(name) is { } host ? RoomOn(host, now, added) : 0;
            _gained += room - last;
            _rooms[name] = (first, room);
        }

        return _gained >= _missing;
    }

    /// <summary>Something that no single host shows: only a plan can tell.</summary>
    public void Doubt() => _certain = true;

    /// <summary>Adds a key.</summary>
    public bool TryAdd(Lack lack) => _lacks.Add(lack);

    /// <summary>Where members of an affinity or a spread stand decides over hosts that did not change.</summary>
    private bool DependsOnOtherHosts(IReadOnlySet<Lack> touched) => Request.Group is { } group && group.Policy switch
    {
        GroupPolicy.Spread => true,
        GroupPolicy.Affinity => touched.Contains(new Lack(LackKind.Group, group.Key)),
        _ => false,
    };

    private int RoomOn(Host host, DateTimeOffset now, List<Lack>? rejected)
    {
        var context = _context with { Now = now };
        var candidate = new Candidate();
        candidate.MoveTo(host);
        foreach (var filter in context.Policy.Filters)
        {
            // Which hosts hold the instances of a hint was looked up for the plan, and may be others now.
            if (filter is not (SameHostFilter or DifferentHostFilter) && !filter.Evaluate(context, candidate).Passed)
            {
                rejected?.AddRange(RequestLacks.Of(filter.Name, context));
                return 0;
            }
        }

        return Math.Max(1, HostRoom.Of(context, host, Math.Max(1, context.Request.Count)));
    }
}
