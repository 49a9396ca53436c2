using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps requests out of aggregates whose required traits they do not all require themselves.</summary>
internal sealed class AggregateIsolationFilter : IColumnFilter
{
    public const string FilterName = "AggregateIsolation";
    public const string NotAsked = "aggregate-isolation.traits-not-asked";

    public string Name => FilterName;

    public bool IsIdle(PlacementContext context) => !Closed(context).Any();

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate)
    {
        foreach (var aggregate in Closed(context))
        {
            if (candidate.Host.IsIn(aggregate.Name))
            {
                return FilterVerdict.Reject(NotAsked);
            }
        }

        return FilterVerdict.Pass;
    }

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate) =>
        Closed(context).Where(a => candidate.Host.IsIn(a.Name)).Select(a => new Obstacle(
            $"aggregate {a.Name}",
            $"a request that requires {string.Join(", ", a.RequiredTraits)}",
            $"one that does not require {string.Join(", ", a.RequiredTraits.Where(t => !Requires(context.Request, t)))}"));

    public void Scan(ref FilterScan scan)
    {
        foreach (var aggregate in Closed(scan.Context))
        {
            scan.Reject(scan.Block.InAggregate(aggregate.Name), NotAsked);
        }
    }

    /// <summary>Aggregates that this request may not use.</summary>
    public static IEnumerable<Aggregate> Closed(PlacementContext context) =>
        context.Aggregates.Isolating.IsEmpty ? [] : context.Aggregates.Isolating.Where(a => !a.RequiredTraits.All(t => Requires(context.Request, t)));

    private static bool Requires(PlacementRequest request, string trait) =>
        request.Traits.Required.Contains(trait) || request.Groups.Any(g => g.Traits.Required.Contains(trait));
}
