using System.Collections.Immutable;
using NovaZones.Core.Fleet.Columns;

namespace NovaZones.Core.Placement.Columns;

/// <summary>Runs a policy's filters over block after block and counts whom each rejects, first and at all.</summary>
internal sealed class ColumnFunnel(PlacementContext context)
{
    private readonly FilterTally[] _tallies = [.. context.Policy.Filters.Select(f => new FilterTally(f))];
    private readonly Candidate _candidate = new();
    private FilterTally[]? _notIdle;

    /// <summary>Hosts looked at.</summary>
    public int Considered { get; private set; }

    /// <summary>Hosts that passed every filter.</summary>
    public int Passed { get; private set; }

    /// <summary>Rows of the block that pass every filter.</summary>
    public void Run(FleetBlock block, Span<ulong> active)
    {
        Span<ulong> remaining = stackalloc ulong[RowSet.Words];
        block.Present.CopyTo(active);
        Considered += block.Count;
        foreach (var tally in _notIdle ??= [.. _tallies.Where(t => !t.Filter.IsIdle(context))])
        {
            block.Present.CopyTo(remaining);
            var scan = new FilterScan(context, block, remaining, active, tally);
            if (tally.Columns is { } columns)
            {
                columns.Scan(ref scan);
            }
            else
            {
                scan.Judge(tally.Filter, _candidate);
            }

            RowSet.Keep(active, remaining);
        }

        Passed += RowSet.Count(active);
    }

    public ImmutableArray<FilterExplanation> ToExplanation() => [.. _tallies.Select(t => t.ToExplanation(context))];
}
