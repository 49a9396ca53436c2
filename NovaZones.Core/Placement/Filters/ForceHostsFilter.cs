using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps only hosts that the request names in <c>hints.forceHosts</c>; without names, every host passes.</summary>
internal sealed class ForceHostsFilter : IColumnFilter
{
    public const string FilterName = "ForceHosts";
    public const string NotNamed = "force-hosts.not-named";

    public string Name => FilterName;

    public string? Field => "hints.forceHosts";

    public bool IsIdle(PlacementContext context) => context.Request.Hints.ForceHosts.IsEmpty;

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate) =>
        context.Request.Hints.ForceHosts.IsEmpty || context.Request.Hints.ForceHosts.Contains(candidate.Host.Name)
            ? FilterVerdict.Pass
            : FilterVerdict.Reject(NotNamed);

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate)
    {
        if (!Evaluate(context, candidate).Passed)
        {
            yield return new Obstacle("host", string.Join(" or ", context.Request.Hints.ForceHosts), candidate.Host.Name);
        }
    }

    public void Scan(ref FilterScan scan)
    {
        scan.Judge(this, new Candidate());
    }
}
