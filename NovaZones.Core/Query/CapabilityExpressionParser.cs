namespace NovaZones.Core.Query;

/// <summary>Takes an expression apart into its operator and operands.</summary>
internal static class CapabilityExpressionParser
{
    private const string OrWord = "<or>";

    /// <summary>
    /// The operator is the first word when it is one exactly; so <c>&gt;=6000</c>, without the blank, is plain text. A plain
    /// expression is its own operand, blanks included.
    /// </summary>
    public static (CapabilityOperator Operator, string Symbol, IReadOnlyList<string> Operands) Split(string text)
    {
        var trimmed = text.Trim();
        var length = WordLength(trimmed);
        var symbol = trimmed[..length];
        var rest = trimmed[length..].TrimStart();
        return Find(symbol) switch
        {
            CapabilityOperator.Plain => (CapabilityOperator.Plain, "", [text]),
            CapabilityOperator.OneOf => (CapabilityOperator.OneOf, symbol, SplitAlternatives(rest)),
            CapabilityOperator.ContainsAll => (CapabilityOperator.ContainsAll, symbol, Words(rest)),

            // Empty text is a value like any other; only in an order, or as a number or a part, is there nothing to hold against it.
            CapabilityOperator.TextEqual => (CapabilityOperator.TextEqual, symbol, [rest]),
            CapabilityOperator.TextNotEqual => (CapabilityOperator.TextNotEqual, symbol, [rest]),
            var other => (other, symbol, rest.Length == 0 ? [] : [rest]),
        };
    }

    private static CapabilityOperator Find(string symbol) => symbol switch
    {
        "=" => CapabilityOperator.AtLeast,
        "==" => CapabilityOperator.NumberEqual,
        "!=" => CapabilityOperator.NumberNotEqual,
        ">=" => CapabilityOperator.NumberGreaterOrEqual,
        "<=" => CapabilityOperator.NumberLessOrEqual,
        ">" => CapabilityOperator.NumberGreater,
        "<" => CapabilityOperator.NumberLess,
        "s==" => CapabilityOperator.TextEqual,
        "s!=" => CapabilityOperator.TextNotEqual,
        "s<" => CapabilityOperator.TextLess,
        "s<=" => CapabilityOperator.TextLessOrEqual,
        "s>" => CapabilityOperator.TextGreater,
        "s>=" => CapabilityOperator.TextGreaterOrEqual,
        "<in>" => CapabilityOperator.Contains,
        "<all-in>" => CapabilityOperator.ContainsAll,
        OrWord => CapabilityOperator.OneOf,
        _ => CapabilityOperator.Plain,
    };

    /// <summary>Alternatives may hold blanks (<c>Tesla T4</c>); empty ones, as after a trailing <c>&lt;or&gt;</c>, are left out.</summary>
    private static List<string> SplitAlternatives(string rest)
    {
        var alternatives = new List<string>();
        var start = 0;
        for (var at = 0; at < rest.Length;)
        {
            var length = WordLength(rest.AsSpan(at));
            if (rest.AsSpan(at, length).SequenceEqual(OrWord))
            {
                AddAlternative(alternatives, rest[start..at]);
                start = at + length;
            }

            at += Math.Max(length, 1);
        }

        AddAlternative(alternatives, rest[start..]);
        return alternatives;
    }

    private static void AddAlternative(List<string> alternatives, string text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            alternatives.Add(text.Trim());
        }
    }

    private static string[] Words(string rest) => rest.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The characters before the first blank.</summary>
    private static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && !char.IsWhiteSpace(text[length]))
        {
            length++;
        }

        return length;
    }
}
