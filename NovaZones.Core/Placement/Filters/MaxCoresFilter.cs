using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps hosts whose used VCPU stay within what driver <c>simple</c> allows on one host.</summary>
internal sealed class MaxCoresFilter : IColumnFilter
{
    public const string FilterName = "MaxCores";
    public const string Exceeded = "max-cores.exceeded";

    public string Name => FilterName;

    public bool IsIdle(PlacementContext context) => context.HostLimits.MaxCores == 0;

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate) =>
        context.HostLimits.MaxCores == 0 || candidate.Sum(ResourceClass.Vcpu).Used + context.TotalOf(ResourceClass.Vcpu) <= context.HostLimits.MaxCores
            ? FilterVerdict.Pass
            : FilterVerdict.Reject(Exceeded);

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate)
    {
        if (!Evaluate(context, candidate).Passed)
        {
            yield return new Obstacle(
                "VCPU in use with this instance", $"at most {context.HostLimits.MaxCores}", $"{candidate.Sum(ResourceClass.Vcpu).Used + context.TotalOf(ResourceClass.Vcpu)}");
        }
    }

    public void Scan(ref FilterScan scan)
    {
        scan.Judge(this, new Candidate());
    }
}
