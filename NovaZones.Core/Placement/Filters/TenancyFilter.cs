using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps hosts of reserved aggregates for the tenants of these; who is tenant of one of a host's aggregates may use it.</summary>
internal sealed class TenancyFilter : IColumnFilter
{
    public const string FilterName = "Tenancy";
    public const string Reserved = "tenancy.reserved";

    public string Name => FilterName;

    public bool IsIdle(PlacementContext context) => context.Aggregates.Reserving.IsEmpty;

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate)
    {
        var isReserved = false;
        foreach (var aggregate in context.Aggregates.Reserving)
        {
            if (candidate.Host.IsIn(aggregate.Name))
            {
                if (IsTenant(context, aggregate))
                {
                    return FilterVerdict.Pass;
                }

                isReserved = true;
            }
        }

        return isReserved ? FilterVerdict.Reject(Reserved) : FilterVerdict.Pass;
    }

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate)
    {
        if (!Evaluate(context, candidate).Passed)
        {
            foreach (var aggregate in context.Aggregates.Reserving.Where(a => candidate.Host.IsIn(a.Name)))
            {
                yield return new Obstacle($"aggregate {aggregate.Name}", $"tenant {string.Join(" or ", aggregate.Tenants)}", context.Request.Tenant ?? "no tenant");
            }
        }
    }

    public void Scan(ref FilterScan scan)
    {
        Span<ulong> reserved = stackalloc ulong[RowSet.Words];
        Span<ulong> open = stackalloc ulong[RowSet.Words];
        reserved.Clear();
        open.Clear();
        foreach (var aggregate in scan.Context.Aggregates.Reserving)
        {
            RowSet.Add(IsTenant(scan.Context, aggregate) ? open : reserved, scan.Block.InAggregate(aggregate.Name));
        }

        RowSet.Remove(reserved, open);
        scan.Reject(reserved, Reserved);
    }

    private static bool IsTenant(PlacementContext context, Fleet.Aggregates.Aggregate aggregate) =>
        context.Request.Tenant is { } tenant && aggregate.Tenants.AsSpan().BinarySearch(tenant, StringComparer.Ordinal) >= 0;
}
