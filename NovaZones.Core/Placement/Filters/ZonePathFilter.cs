using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Placement.Columns;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps hosts of zones that the request's <c>zones</c> allow; all hosts of one zone share the verdict.</summary>
internal sealed class ZonePathFilter : IColumnFilter
{
    public const string FilterName = "ZonePath";
    public const string LeftOut = "zone-path.left-out";

    public string Name => FilterName;

    public string? Field => "zones";

    public bool IsIdle(PlacementContext context) => context.Request.Zones is { Only.IsEmpty: true, Not.IsEmpty: true };

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate) =>
        Allows(context) ? FilterVerdict.Pass : FilterVerdict.Reject(LeftOut);

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate)
    {
        if (!Allows(context))
        {
            var zones = context.Request.Zones;
            yield return new Obstacle("zone", zones.Only.IsEmpty ? $"not {string.Join(", ", zones.Not)}" : $"only {string.Join(", ", zones.Only)}", context.ZoneName);
        }
    }

    public void Scan(ref FilterScan scan)
    {
        if (!Allows(scan.Context))
        {
            Span<ulong> none = stackalloc ulong[RowSet.Words];
            none.Clear();
            scan.Keep(none, LeftOut);
        }
    }

    private static bool Allows(PlacementContext context) => ZonePath.AllowsOwnHosts(context.Request.Zones, context.ZoneName);
}
