using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps hosts that are enabled and have reported within the staleness limit.</summary>
internal sealed class HostStateFilter : IColumnFilter
{
    public const string FilterName = "HostState";
    public const string Disabled = "host-state.disabled";
    public const string Down = "host-state.down";

    public string Name => FilterName;

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate)
    {
        if (candidate.Host.AdminState == AdminState.Disabled)
        {
            return FilterVerdict.Reject(Disabled);
        }

        return candidate.Host.IsUp(context.Now, context.StaleAfter) ? FilterVerdict.Pass : FilterVerdict.Reject(Down);
    }

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate)
    {
        if (candidate.Host.AdminState == AdminState.Disabled)
        {
            yield return new Obstacle("adminState", "Enabled", "Disabled");
        }

        if (!candidate.Host.IsUp(context.Now, context.StaleAfter))
        {
            var silence = context.Now - candidate.Host.Heartbeat.LastReportAt;
            yield return new Obstacle("lastReportAt", $"at most {context.StaleAfter.TotalSeconds:0.#} s ago", $"{silence.TotalSeconds:0.#} s ago");
        }
    }

    public void Scan(ref FilterScan scan)
    {
        if (scan.Block.Enabled() is { IsAll: false } enabled)
        {
            scan.Keep(enabled.Rows, Disabled);
        }

        Span<ulong> up = stackalloc ulong[RowSet.Words];
        if (!scan.Block.AllSpoke((scan.Context.Now - scan.Context.StaleAfter).UtcTicks, up))
        {
            scan.Keep(up, Down);
        }
    }
}
