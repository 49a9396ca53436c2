using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Drops hosts that the request names in <c>hints.ignoreHosts</c>.</summary>
internal sealed class IgnoreHostsFilter : IColumnFilter
{
    public const string FilterName = "IgnoreHosts";
    public const string Ignored = "ignore-hosts.named";

    public string Name => FilterName;

    public string? Field => "hints.ignoreHosts";

    public bool IsIdle(PlacementContext context) => context.Request.Hints.IgnoreHosts.IsEmpty;

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate) =>
        context.Request.Hints.IgnoreHosts.Contains(candidate.Host.Name) ? FilterVerdict.Reject(Ignored) : FilterVerdict.Pass;

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate)
    {
        if (!Evaluate(context, candidate).Passed)
        {
            yield return new Obstacle("host", "none of hints.ignoreHosts", candidate.Host.Name);
        }
    }

    public void Scan(ref FilterScan scan)
    {
        scan.Judge(this, new Candidate());
    }
}
