using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps hosts that belong to every aggregate asked for, to one of each any-of set, and to none of the excluded ones.</summary>
internal sealed class AggregatesFilter : IColumnFilter
{
    public const string FilterName = "Aggregates";
    public const string NotMember = "aggregates.not-a-member";
    public const string NoneOf = "aggregates.none-of";
    public const string Excluded = "aggregates.excluded";

    public string Name => FilterName;

    public string? Field => "aggregates";

    public bool IsIdle(PlacementContext context) => context.Request.Aggregates is { MemberOf.IsEmpty: true, AnyOf.IsEmpty: true, NotMemberOf.IsEmpty: true };

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate)
    {
        var demand = context.Request.Aggregates;
        foreach (var aggregate in demand.MemberOf)
        {
            if (!candidate.Host.IsIn(aggregate))
            {
                return FilterVerdict.Reject(NotMember);
            }
        }

        foreach (var set in demand.AnyOf)
        {
            var found = false;
            foreach (var aggregate in set)
            {
                found |= candidate.Host.IsIn(aggregate);
            }

            if (!found)
            {
                return FilterVerdict.Reject(NoneOf);
            }
        }

        foreach (var aggregate in demand.NotMemberOf)
        {
            if (candidate.Host.IsIn(aggregate))
            {
                return FilterVerdict.Reject(Excluded);
            }
        }

        return FilterVerdict.Pass;
    }

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate)
    {
        var demand = context.Request.Aggregates;
        var actual = candidate.Host.Aggregates.IsEmpty ? "member of none" : $"member of {string.Join(", ", candidate.Host.Aggregates)}";
        foreach (var aggregate in demand.MemberOf.Where(a => !candidate.Host.IsIn(a)))
        {
            yield return new Obstacle($"aggregate {aggregate}", "member", actual);
        }

        foreach (var set in demand.AnyOf.Where(s => !s.Any(candidate.Host.IsIn)))
        {
            yield return new Obstacle($"aggregates {string.Join(", ", set)}", "member of one", actual);
        }

        foreach (var aggregate in demand.NotMemberOf.Where(candidate.Host.IsIn))
        {
            yield return new Obstacle($"aggregate {aggregate}", "not a member", "member");
        }
    }

    public void Scan(ref FilterScan scan)
    {
        var demand = scan.Context.Request.Aggregates;
        foreach (var aggregate in demand.MemberOf)
        {
            scan.Keep(scan.Block.InAggregate(aggregate), NotMember);
        }

        Span<ulong> any = stackalloc ulong[RowSet.Words];
        foreach (var set in demand.AnyOf)
        {
            any.Clear();
            foreach (var aggregate in set)
            {
                RowSet.Add(any, scan.Block.InAggregate(aggregate));
            }

            scan.Keep(any, NoneOf);
        }

        foreach (var aggregate in demand.NotMemberOf)
        {
            scan.Reject(scan.Block.InAggregate(aggregate), Excluded);
        }
    }
}
