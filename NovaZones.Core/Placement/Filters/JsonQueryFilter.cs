using NovaZones.Core.Placement.Columns;
using NovaZones.Core.Query;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps hosts for which the request's JSON query holds; without one, every host passes.</summary>
/// <remarks>The reasons are those of <see cref="QueryReasons"/>.</remarks>
internal sealed class JsonQueryFilter : IColumnFilter
{
    public const string FilterName = "JsonQuery";
    public string Name => FilterName;

    public string? Field => "query";

    public bool IsIdle(PlacementContext context) => context.Request.Query is null;

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate)
    {
        if (context.Request.Query is not { } query || query.Evaluate(candidate, out var trouble))
        {
            return FilterVerdict.Pass;
        }

        return FilterVerdict.Reject(QueryReasons.For(trouble));
    }

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate)
    {
        if (context.Request.Query is not { } query || Evaluate(context, candidate).Passed)
        {
            return [];
        }

        // A missing variable that decided nothing is among the remarks, too: it may be what the writer of the query overlooked.
        return query.Explain(candidate).Notes.Select(n => new Obstacle(n.Variable ?? n.Position, n.Wanted, n.Actual?.ToString() ?? (n.Variable is null ? "not so" : "absent")));
    }

    public void Scan(ref FilterScan scan)
    {
        if (scan.Context.Request.Query is { } query)
        {
            QueryScan.Reject(ref scan, query);
        }
    }
}
