using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps hosts whose tree of providers has the required traits, none of the forbidden, and one of each any-of set.</summary>
internal sealed class TraitsFilter : IColumnFilter
{
    public const string FilterName = "Traits";
    public const string Missing = "traits.missing";
    public const string Forbidden = "traits.forbidden";
    public const string NoneOf = "traits.none-of";

    public string Name => FilterName;

    public string? Field => "traits";

    public bool IsIdle(PlacementContext context) => context.Request.Traits.IsEmpty;

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate)
    {
        var demand = context.Request.Traits;
        foreach (var trait in demand.Required)
        {
            if (!candidate.Host.HasTrait(trait))
            {
                return FilterVerdict.Reject(Missing);
            }
        }

        foreach (var trait in demand.Forbidden)
        {
            if (candidate.Host.HasTrait(trait))
            {
                return FilterVerdict.Reject(Forbidden);
            }
        }

        foreach (var set in demand.AnyOf)
        {
            var found = false;
            foreach (var trait in set)
            {
                if (candidate.Host.HasTrait(trait))
                {
                    found = true;
                    break;
                }
            }

            if (!found)
            {
                return FilterVerdict.Reject(NoneOf);
            }
        }

        return FilterVerdict.Pass;
    }

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate)
    {
        var demand = context.Request.Traits;
        foreach (var trait in demand.Required.Where(t => !candidate.Host.HasTrait(t)))
        {
            yield return new Obstacle($"trait {trait}", "present", "absent");
        }

        foreach (var trait in demand.Forbidden.Where(candidate.Host.HasTrait))
        {
            yield return new Obstacle($"trait {trait}", "absent", "present");
        }

        foreach (var set in demand.AnyOf.Where(s => !s.Any(candidate.Host.HasTrait)))
        {
            yield return new Obstacle($"traits {string.Join(", ", set)}", "one present", "none present");
        }
    }

    public void Scan(ref FilterScan scan)
    {
        var demand = scan.Context.Request.Traits;
        foreach (var trait in demand.Required)
        {
            scan.Keep(scan.Block.WithTrait(trait), Missing);
        }

        foreach (var trait in demand.Forbidden)
        {
            scan.Reject(scan.Block.WithTrait(trait), Forbidden);
        }

        Span<ulong> any = stackalloc ulong[RowSet.Words];
        foreach (var set in demand.AnyOf)
        {
            any.Clear();
            foreach (var trait in set)
            {
                RowSet.Add(any, scan.Block.WithTrait(trait));
            }

            scan.Keep(any, NoneOf);
        }
    }
}
