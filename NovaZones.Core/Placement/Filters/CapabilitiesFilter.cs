using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps hosts whose capabilities meet every capability expression of the request.</summary>
/// <remarks>The reasons are those of <see cref="Query.CapabilityReasons"/>.</remarks>
internal sealed class CapabilitiesFilter : IColumnFilter
{
    public const string FilterName = "Capabilities";

    public string Name => FilterName;

    public string? Field => "capabilities";

    public bool IsIdle(PlacementContext context) => context.Request.Capabilities.IsEmpty;

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate)
    {
        foreach (var (name, expression) in context.Request.Capabilities)
        {
            var verdict = expression.Evaluate(candidate.Host.Capabilities.TryGetValue(name, out var value) ? value : null);
            if (verdict.Reason is { } reason)
            {
                return FilterVerdict.Reject(reason);
            }
        }

        return FilterVerdict.Pass;
    }

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate)
    {
        foreach (var (name, expression) in context.Request.Capabilities)
        {
            CapabilityValue? actual = candidate.Host.Capabilities.TryGetValue(name, out var value) ? value : null;
            if (!expression.Evaluate(actual).Passed)
            {
                yield return new Obstacle($"capability {name}", expression.Text, actual?.ToString() ?? "absent");
            }
        }
    }

    public void Scan(ref FilterScan scan)
    {
        foreach (var (name, expression) in scan.Context.Request.Capabilities)
        {
            CapabilityScan.Reject(ref scan, scan.Block.Capability(name), expression);
        }
    }
}
