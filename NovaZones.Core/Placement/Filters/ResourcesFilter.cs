using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps hosts on which every class fits, with units and steps, groups included.</summary>
/// <remarks>The cheap sums go first: most hosts that do not fit are full, and need no search over their providers.</remarks>
internal sealed class ResourcesFilter : IColumnFilter
{
    public const string FilterName = "Resources";
    public const string NoSuchClass = "resources.no-such-class";
    public const string NotEnoughFree = "resources.not-enough-free";
    public const string NoArrangement = "resources.no-arrangement";

    public string Name => FilterName;

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate)
    {
        foreach (var demand in context.Totals)
        {
            var sum = candidate.Host.Sum(demand.ResourceClass);
            if (sum.Capacity < demand.Amount)
            {
                return FilterVerdict.Reject(sum.Capacity == 0 ? NoSuchClass : NotEnoughFree);
            }

            if (sum.Free < demand.Amount)
            {
                return FilterVerdict.Reject(NotEnoughFree);
            }
        }

        // Enough in sum, yet perhaps in no single provider, or not in these units, or without the group's traits.
        return ResourceFit.Fits(context.Request, candidate.Host) ? FilterVerdict.Pass : FilterVerdict.Reject(NoArrangement);
    }

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate)
    {
        var found = 0;
        foreach (var demand in context.Totals)
        {
            var sum = candidate.Host.Sum(demand.ResourceClass);
            if (sum.Free < demand.Amount)
            {
                found++;
                yield return new Obstacle(demand.ResourceClass, $"{demand.Amount}", sum.Capacity == 0 ? "none" : $"{sum.Free} free of {sum.Capacity}");
            }
        }

        if (found == 0 && !ResourceFit.Fits(context.Request, candidate.Host))
        {
            foreach (var obstacle in ArrangementObstacles.Of(context.Request, candidate.Host))
            {
                yield return obstacle;
            }
        }
    }

    public void Scan(ref FilterScan scan)
    {
        var request = scan.Context.Request;
        Span<ulong> rows = stackalloc ulong[RowSet.Words];
        Span<ulong> whole = stackalloc ulong[RowSet.Words];
        whole.Fill(ulong.MaxValue);
        foreach (var demand in scan.Context.Totals)
        {
            var column = scan.Block.Resource(demand.ResourceClass);
            if (!column.IsExact)
            {
                scan.Judge(this, new Candidate());
                return;
            }

            if (!column.AllOffer)
            {
                column.WithCapacity(rows);
                scan.Keep(rows, NoSuchClass);
            }

            if (column.LeastFree < demand.Amount)
            {
                column.WithFree(demand.Amount, rows);
                scan.Keep(rows, NotEnoughFree);
            }

            if (!column.AllWhole)
            {
                RowSet.Keep(whole, column.Whole);
            }
        }

        if (!request.SameSubtree.IsEmpty)
        {
            // Also groups without resources must find a provider.
            whole.Clear();
        }

        foreach (var group in request.Groups)
        {
            foreach (var demand in group.Resources)
            {
                var column = scan.Block.Resource(demand.ResourceClass);
                column.WithFreeInOnePlace(demand.Amount, rows);
                scan.Keep(rows, NoArrangement);
                if (scan.Context.IsOneSimpleGroup)
                {
                    // One place with enough of the one class: nothing else competes for it.
                    whole.Fill(ulong.MaxValue);
                    foreach (var total in scan.Context.Totals)
                    {
                        RowSet.Keep(whole, total.ResourceClass == demand.ResourceClass ? column.Plain : scan.Block.Resource(total.ResourceClass).Whole);
                    }
                }
                else
                {
                    whole.Clear();
                }
            }
        }

        // Where every class has one place that takes any amount, the sums have told everything; elsewhere the search must.
        scan.Remaining.CopyTo(rows);
        RowSet.Remove(rows, whole);
        if (RowSet.IsEmpty(rows))
        {
            return;
        }

        Span<ulong> none = stackalloc ulong[RowSet.Words];
        none.Clear();
        foreach (var row in RowSet.Each(rows))
        {
            RowSet.Put(none, row, !ResourceFit.Fits(request, scan.Block.Hosts[row]!));
        }

        scan.Reject(none, NoArrangement);
    }
}
