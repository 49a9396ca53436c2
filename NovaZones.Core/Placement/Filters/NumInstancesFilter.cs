using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps hosts that run fewer instances than the zone allows; slots planned for the same request count.</summary>
internal sealed class NumInstancesFilter : IColumnFilter
{
    public const string FilterName = "NumInstances";
    public const string LimitReached = "num-instances.limit-reached";

    public string Name => FilterName;

    public bool IsIdle(PlacementContext context) => context.HostLimits.MaxInstances == 0;

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate) =>
        context.HostLimits.MaxInstances == 0 || candidate.Host.InstanceCount < context.HostLimits.MaxInstances
            ? FilterVerdict.Pass
            : FilterVerdict.Reject(LimitReached);

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate)
    {
        if (!Evaluate(context, candidate).Passed)
        {
            yield return new Obstacle("instances", $"fewer than {context.HostLimits.MaxInstances}", $"{candidate.Host.InstanceCount}");
        }
    }

    public void Scan(ref FilterScan scan)
    {
        scan.Judge(this, new Candidate());
    }
}
