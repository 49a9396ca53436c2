namespace NovaZones.Web.Features.Hosts.Completion;

/// <summary>Says how a query that is being typed may go on where the caret stands.</summary>
public static class QueryCompletion
{
    /// <summary>The most that is offered at once.</summary>
    public const int Most = 12;

    private static readonly string[] _relations = ["=", "!=", "<", "<=", ">", ">=", "in"];
    private static readonly string[] _junctions = ["and", "or", "not"];

    /// <summary>What may stand where the caret is, in place of the word that it touches.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="caret">Where the caret stands, from 0; beyond the end for the end.</param>
    /// <param name="words">What can be asked of the fleet.</param>
    public static IReadOnlyList<Suggestion> Suggest(string? text, int caret, QueryVocabulary words)
    {
        var whole = text ?? "";
        if (caret < 0 || caret >= whole.Length)
        {
            return Suggest(whole, words);
        }

        var (from, to) = QueryCursor.WordAt(whole, caret);
        var rest = whole[to..];
        return [.. Suggest(whole[..from], words).Where(s => s.Kind != SuggestionKind.End || !rest.TrimStart().StartsWith(']')).Select(s => Join(s, rest))];
    }

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

    /// <summary>A suggestion for the text before the caret, with what follows: no comma and no bracket twice.</summary>
    private static Suggestion Join(Suggestion suggestion, string rest)
    {
        var head = suggestion.Text;
        var blanks = rest.Length - rest.TrimStart().Length;
        var next = blanks < rest.Length ? rest[blanks] : ']';
        if (next == ',' && head.EndsWith(", ", StringComparison.Ordinal))
        {
            head = head[..^2];
            var behind = blanks + 1;
            while (behind < rest.Length && char.IsWhiteSpace(rest[behind]))
            {
                behind++;
            }

            return suggestion with { Text = head + rest, Caret = head.Length + behind };
        }

        if (suggestion.Kind is SuggestionKind.Value or SuggestionKind.Attribute && rest.Length > blanks && next is ',' or ']' && head.EndsWith(']'))
        {
            head = head[..^1];
        }

        return suggestion with { Text = head + rest, Caret = head.Length };
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
