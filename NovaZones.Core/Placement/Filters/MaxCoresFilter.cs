using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps hosts whose used VCPU stay within what driver <c>simple</c> allows on one host.</summary>
internal sealed class MaxCoresFilter : IColumnFilter
{
    public const string FilterName = "MaxCores";
    public const string Exceeded = "max-cores.exceeded";

    public string Name => FilterName;

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate) =>
        context.HostLimits.MaxCores == 0 || candidate.Sum(ResourceClass.Vcpu).Used + context.TotalOf(ResourceClass.Vcpu) <= context.HostLimits.MaxCores
            ? FilterVerdict.Pass
            : FilterVerdict.Reject(Exceeded);

    public void Scan(ref FilterScan scan)
    {
        if (scan.Context.HostLimits.MaxCores > 0)
        {
            scan.Judge(this, new Candidate());
        }
    }
}
