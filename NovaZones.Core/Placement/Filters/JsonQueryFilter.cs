namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps hosts for which the request's JSON query holds; without one, every host passes.</summary>
internal sealed class JsonQueryFilter : ICandidateFilter
{
    public const string FilterName = "JsonQuery";
    public const string False = "json-query.false";

    public string Name => FilterName;

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate) =>
        context.Request.Query is not { } query || query.Evaluate(candidate) ? FilterVerdict.Pass : FilterVerdict.Reject(False);
}
