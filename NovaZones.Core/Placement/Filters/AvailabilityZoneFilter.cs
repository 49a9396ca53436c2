using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps hosts of the availability zone that is asked for; without one, every host passes.</summary>
internal sealed class AvailabilityZoneFilter : IColumnFilter
{
    public const string FilterName = "AvailabilityZone";
    public const string Other = "availability-zone.other";

    public string Name => FilterName;

    public string? Field => "availabilityZone";

    public bool IsIdle(PlacementContext context) => context.Request.AvailabilityZone is null;

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate) =>
        context.Request.AvailabilityZone is not { } wanted || string.Equals(wanted, candidate.Host.AvailabilityZone, StringComparison.Ordinal)
            ? FilterVerdict.Pass
            : FilterVerdict.Reject(Other);

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate)
    {
        if (!Evaluate(context, candidate).Passed)
        {
            yield return new Obstacle("availabilityZone", context.Request.AvailabilityZone!, candidate.Host.AvailabilityZone ?? "none");
        }
    }

    public void Scan(ref FilterScan scan)
    {
        if (scan.Context.Request.AvailabilityZone is { } wanted)
        {
            scan.Keep(scan.Block.InAvailabilityZone(wanted), Other);
        }
    }
}
