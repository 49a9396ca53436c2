using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps hosts that hold one of the instances in <c>hints.sameHost</c>; without any, every host passes.</summary>
internal sealed class SameHostFilter : IColumnFilter
{
    public const string FilterName = "SameHost";
    public const string Elsewhere = "same-host.elsewhere";

    public string Name => FilterName;

    public string? Field => "hints.sameHost";

    public bool IsIdle(PlacementContext context) => context.Request.Hints.SameHost.IsEmpty;

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate) =>
        context.Request.Hints.SameHost.IsEmpty || context.HoldsAny(candidate.Host.Id, context.Request.Hints.SameHost)
            ? FilterVerdict.Pass
            : FilterVerdict.Reject(Elsewhere);

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate)
    {
        if (!Evaluate(context, candidate).Passed)
        {
            yield return new Obstacle("instances", $"one of {string.Join(", ", context.Request.Hints.SameHost)}", "none of them");
        }
    }

    public void Scan(ref FilterScan scan)
    {
        scan.Judge(this, new Candidate());
    }
}
