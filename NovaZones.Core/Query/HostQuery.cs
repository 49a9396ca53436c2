namespace NovaZones.Core.Query;

/// <summary>A checked JSON query over a host's capabilities and figures. Immutable; safe from any thread.</summary>
/// <remarks>DESIGN section 4, "JSON query language". Made by <see cref="QueryParser"/>.</remarks>
public sealed class HostQuery
{
    private readonly QueryNode _root;

    internal HostQuery(QueryNode root, IReadOnlyList<QueryVariable> variables)
    {
        _root = root;
        Variables = variables;
    }

    /// <summary>The condition itself, for evaluation over many hosts at once.</summary>
    internal QueryNode Root => _root;

    /// <summary>The query <c>[]</c>.</summary>
    public static HostQuery PassEveryHost { get; } = new(new QueryNode.Constant(true), []);

    /// <summary>Every variable the query names, each once, in order of first mention.</summary>
    public IReadOnlyList<QueryVariable> Variables { get; }

    /// <summary>Whether the query holds on a host. Allocates nothing by itself.</summary>
    public bool Evaluate<TFacts>(TFacts facts)
        where TFacts : IQueryFacts, allows ref struct => Evaluate(facts, out _);

    /// <summary>Whether the query holds on a host, and which trouble was met. Allocates nothing by itself.</summary>
    public bool Evaluate<TFacts>(TFacts facts, out QueryTrouble trouble)
        where TFacts : IQueryFacts, allows ref struct
    {
        trouble = QueryTrouble.None;
        return QueryEvaluator.Evaluate(_root, facts, ref trouble);
    }

    /// <summary>The same answer with its reasons. For the few hosts that an explanation shows, not for every host.</summary>
    public QueryExplanation Explain<TFacts>(TFacts facts)
        where TFacts : IQueryFacts, allows ref struct
    {
        var notes = new QueryNoteList();
        QueryExplainer.Explain(_root, wanted: true, facts, notes);
        return new QueryExplanation(Evaluate(facts), notes.Notes);
    }
}
