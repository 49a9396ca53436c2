using System.Collections.Immutable;
using NovaZones.Core.Placement;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation.Asking;

/// <summary>By which way one request reaches each zone that has several (immutable).</summary>
/// <remarks>
/// The shortest way wins, then the name of the child, among the ways that the request allows and whose child is asked. A zone that the
/// request leaves out, or that lies below one, is left out by every way: what is wanted is that nothing is placed there.
/// </remarks>
internal sealed class ZoneRoutes
{
    private readonly SharedZones _shared;
    private readonly ZoneDemand _demand;
    private readonly string _ownName;
    private readonly HashSet<int> _leftOut = [];

    public ZoneRoutes(SharedZones shared, ZoneDemand demand, string ownName)
    {
        (_shared, _demand, _ownName) = (shared, demand, ownName);
        if (!demand.Not.IsEmpty)
        {
            _leftOut.UnionWith(Enumerable.Range(0, shared.Zones.Length).Where(zone => shared.Zones[zone].Any(w => ZonePath.IsWithin(demand.Not, ownName, w.Path))));
        }
    }

    /// <summary>Children that are left out whole, by this or another way to them.</summary>
    public IEnumerable<int> LeftOut => _leftOut.SelectMany(zone => _shared.Zones[zone]).Where(w => w.Below is null).Select(w => w.Child);

    /// <summary>Zone paths below a child that it must leave out: the request does, or another child leads there in its stead.</summary>
    /// <param name="child">The child that is asked.</param>
    /// <param name="before">Children that were asked before: what they lead to has been offered.</param>
    /// <param name="now">Children that are asked now, this one included.</param>
    public ImmutableArray<string> Not(int child, ChildSet before, ChildSet now)
    {
        if (_shared.Below(child).IsEmpty)
        {
            return [];
        }

        var not = new HashSet<string>(StringComparer.Ordinal);
        foreach (var zone in _shared.Below(child))
        {
            var isLeftOut = _leftOut.Contains(zone);
            if (isLeftOut || ((First(zone, before) ?? First(zone, now)) is { } first && first.Child != child))
            {
                // A way that the request does not take is none to leave to others: it may lead to a zone further down that is asked for.
                not.UnionWith(_shared.Zones[zone].Where(w => w.Child == child && w.Below is not null && (isLeftOut || IsAllowed(w))).Select(w => w.Below!));
            }
        }

        // What lies below a path that is left out need not be named.
        return [.. not.Where(path => !ZonePath.Above(path).Any(not.Contains)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether the zone of a child was asked by another way already.</summary>
    public bool IsReached(int child, ChildSet before)
    {
        foreach (var zone in _shared.Having(child))
        {
            if (First(zone, before) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private ZoneWay? First(int zone, ChildSet asked)
    {
        foreach (var way in _shared.Zones[zone])
        {
            if (way.IsOpen && asked.Contains(way.Child) && IsAllowed(way))
            {
                return way;
            }
        }

        return null;
    }

    private bool IsAllowed(ZoneWay way) => _demand.Only.IsEmpty || _demand.Only.Contains(_ownName) || ZonePath.IsWithin(_demand.Only, _ownName, way.Path);
}
