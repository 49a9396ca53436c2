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

    public void Scan(ref FilterScan scan)
    {
        scan.Judge(this, new Candidate());
    }
}
