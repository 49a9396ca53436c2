namespace NovaZones.Web.Features.Hosts.Completion;

/// <summary>Says how a query that is being typed may go on at its end.</summary>
public static class QueryCompletion
{
    /// <summary>The most that is offered at once.</summary>
    public const int Most = 12;

    private static readonly string[] _relations = ["=", "!=", "<", "<=", ">", ">=", "in"];
    private static readonly string[] _junctions = ["and", "or", "not"];

    /// <summary>What may come next; nothing for a text that is no query, and for one that is complete.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="words">What can be asked of the fleet.</param>
    public static IReadOnlyList<Suggestion> Suggest(string? text, QueryVocabulary words)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (QueryCursor.At(text ?? "") is not { } at)
        {
            return [];
        }

        IEnumerable<Suggestion> all = at switch
        {
            { Index: 0 } => Operators(at),
            { Operator: "and" or "or" or "not" } => Conditions(at),
            { Index: 1 } => Attributes(at, words),
            { Operator: not null } => [.. Values(at, words), .. Attributes(at, words)],
            _ => [],
        };

        // What begins with what is typed goes before what only holds it.
        var typed = at.Typed.Trim('"');
        return
        [
            .. all.Where(s => typed.Length == 0 || (s.Kind != SuggestionKind.End && s.Label.Contains(typed, StringComparison.OrdinalIgnoreCase)))
                .OrderBy(s => typed.Length > 0 && !s.Label.Trim('"').StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .Take(Most),
        ];
    }

    private static IEnumerable<Suggestion> Operators(QueryCursor at) =>
    [
        .. _relations.Select(word => new Suggestion(word, SuggestionKind.Relation, $"{at.Before}\"{word}\", ")),
        .. _junctions.Select(word => new Suggestion(word, SuggestionKind.Junction, $"{at.Before}\"{word}\", ")),
    ];

    private static IEnumerable<Suggestion> Conditions(QueryCursor at) =>
    [
        .. End(at),
        .. _relations.Select(word => new Suggestion(word, SuggestionKind.Relation, $"{at.Before}[\"{word}\", ")),
        .. _junctions.Select(word => new Suggestion(word, SuggestionKind.Junction, $"{at.Before}[\"{word}\", ")),
    ];

    private static IEnumerable<Suggestion> Attributes(QueryCursor at, QueryVocabulary words) =>
        words.Attributes.Select(name => new Suggestion(name, SuggestionKind.Attribute, at.Before + JsonWord.Of(name) + (at.Index == 1 ? ", " : "]")));

    private static IEnumerable<Suggestion> Values(QueryCursor at, QueryVocabulary words)
    {
        var values = at.Attribute is { } attribute && words.Values.TryGetValue(attribute, out var known) ? known : [];
        var end = at.Operator == "in" ? "" : "]"; // more choices may follow
        return [.. End(at), .. values.Select(value => new Suggestion(value, SuggestionKind.Value, at.Before + value + end))];
    }

    private static IEnumerable<Suggestion> End(QueryCursor at) =>
        at.Closable is { } closable ? [new Suggestion("]", SuggestionKind.End, closable + "]")] : [];
}
