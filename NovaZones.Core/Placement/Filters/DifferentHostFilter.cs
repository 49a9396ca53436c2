using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Drops hosts that hold one of the instances in <c>hints.differentHost</c>.</summary>
internal sealed class DifferentHostFilter : IColumnFilter
{
    public const string FilterName = "DifferentHost";
    public const string SameHost = "different-host.same-host";

    public string Name => FilterName;

    public string? Field => "hints.differentHost";

    public bool IsIdle(PlacementContext context) => context.Request.Hints.DifferentHost.IsEmpty;

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate) =>
        context.HoldsAny(candidate.Host.Id, context.Request.Hints.DifferentHost)
            ? FilterVerdict.Reject(SameHost)
            : FilterVerdict.Pass;

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate) =>
        context.Request.Hints.DifferentHost
            .Where(i => context.HintedHosts.TryGetValue(i, out var holder) && holder == candidate.Host.Id)
            .Select(i => new Obstacle($"instance {i}", "on another host", "on this host"));

    public void Scan(ref FilterScan scan)
    {
        scan.Judge(this, new Candidate());
    }
}
