using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps hosts that report fewer concurrent builds than the zone allows, in the capability <c>io_ops</c>; a host that reports none passes.</summary>
internal sealed class IoOpsFilter : IColumnFilter
{
    public const string FilterName = "IoOps";
    public const string Busy = "io-ops.busy";

    /// <summary>Capability in which a host tells how many instances it is building at the moment.</summary>
    public const string Capability = "io_ops";

    public string Name => FilterName;

    public bool IsIdle(PlacementContext context) => context.HostLimits.MaxIoOps == 0;

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate) =>
        context.HostLimits.MaxIoOps == 0 || candidate.Number(Capability) < context.HostLimits.MaxIoOps
            ? FilterVerdict.Pass
            : FilterVerdict.Reject(Busy);

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate)
    {
        if (!Evaluate(context, candidate).Passed)
        {
            yield return new Obstacle($"capability {Capability}", $"below {context.HostLimits.MaxIoOps}", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{candidate.Number(Capability)}"));
        }
    }

    public void Scan(ref FilterScan scan)
    {
        scan.Judge(this, new Candidate());
    }
}
