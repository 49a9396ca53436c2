using System.Collections.Frozen;
using System.Text.Json;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Query;

/// <summary>Reads one query and collects its faults. Used once.</summary>
internal sealed class QueryReader
{
    private const string AllowedOperators = "=, !=, <, <=, >, >=, in, not, and, or";

    private readonly QueryFaultList _faults = new();
    private readonly Dictionary<string, QueryVariable> _variables = new(StringComparer.Ordinal);
    private readonly List<QueryVariable> _inOrder = [];

    public IReadOnlyList<QueryFault> Faults => _faults.Faults;

    /// <summary>The query, or null when there are faults.</summary>
    public HostQuery? Read(JsonElement root)
    {
        QueryNode node;
        if (root.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
        {
            node = ReadCondition(root, QueryParser.RootPosition, 1);
        }
        else
        {
            node = Fault(QueryParser.RootPosition, $"A query must be a condition such as [\">=\", \"$free.VCPU\", 4], not {Name(root)}.");
        }

        return _faults.Faults.Count == 0 ? new HostQuery(node, _inOrder) : null;
    }

    private QueryNode ReadCondition(JsonElement element, string position, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.True:
            case JsonValueKind.False:
                return new QueryNode.Constant(element.ValueKind == JsonValueKind.True);
            case JsonValueKind.Object:
                return element.EnumerateObject().MoveNext()
                    ? Fault(position, "An object can only be {}, which passes every host.")
                    : new QueryNode.Constant(true);
            case JsonValueKind.Array:
                return ReadArray(element, position, depth);
            case JsonValueKind.String when JsonText.TryRead(element, out var text) && text.StartsWith('$'):
                return Fault(position, $"A condition is wanted here; compare the variable: [\"=\", {QueryQuote.Json(text)}, true].");
            default:
                return Fault(position, $"A condition, true or false is wanted here, not {Name(element)}.");
        }
    }

    private QueryNode ReadArray(JsonElement array, string position, int depth)
    {
        if (!CheckDepth(position, depth))
        {
            return Failed;
        }

        if (array.GetArrayLength() == 0)
        {
            return new QueryNode.Constant(true);
        }

        var arguments = array.EnumerateArray();
        arguments.MoveNext();
        if (arguments.Current.ValueKind != JsonValueKind.String || !JsonText.TryRead(arguments.Current, out var name))
        {
            return Fault($"{position}[0]", $"A condition must start with an operator ({AllowedOperators}), not {Name(arguments.Current)}.");
        }

        return name switch
        {
            "and" => new QueryNode.And(ReadConditions(array, position, depth)),
            "or" => new QueryNode.Or(ReadConditions(array, position, depth)),
            "not" => ReadNot(array, position, depth),
            "in" => ReadIn(array, position, depth),
            "=" => ReadComparison(QueryOperator.Equal, array, position),
            "!=" => ReadComparison(QueryOperator.NotEqual, array, position),
            "<" => ReadComparison(QueryOperator.Less, array, position),
            "<=" => ReadComparison(QueryOperator.LessOrEqual, array, position),
            ">" => ReadComparison(QueryOperator.Greater, array, position),
            ">=" => ReadComparison(QueryOperator.GreaterOrEqual, array, position),
            _ => Fault($"{position}[0]", $"Unknown operator {QueryQuote.Json(name)}; allowed are {AllowedOperators}."),
        };
    }

    private QueryNode ReadNot(JsonElement array, string position, int depth) => array.GetArrayLength() == 1
        ? Fault(position, "\"not\" needs at least one condition.")
        : new QueryNode.Not(ReadConditions(array, position, depth));

    private QueryNode[] ReadConditions(JsonElement array, string position, int depth)
    {
        var nodes = new QueryNode[array.GetArrayLength() - 1];
        var index = 0;
        foreach (var argument in array.EnumerateArray().Skip(1))
        {
            nodes[index] = ReadCondition(argument, $"{position}[{index + 1}]", depth + 1);
            index++;
        }

        return nodes;
    }

    private QueryNode ReadComparison(QueryOperator @operator, JsonElement array, string position)
    {
        var symbol = QueryRelation.Symbol(@operator);
        if (array.GetArrayLength() < 3)
        {
            return Fault(position, $"\"{symbol}\" needs at least two arguments.");
        }

        var operands = ReadOperands(array.EnumerateArray().Skip(1), position, firstIndex: 1);
        CheckLiterals(@operator, operands[0], operands.AsSpan(1), position, firstIndex: 2);
        return new QueryNode.Comparison(@operator, operands[0] ?? default, Known(operands.AsSpan(1)), position);
    }

    private QueryNode ReadIn(JsonElement array, string position, int depth)
    {
        var count = array.GetArrayLength() - 1;
        if (count < 2)
        {
            return Fault(position, "\"in\" needs a value and its choices, flat or as one list.");
        }

        var value = ReadOperands(array.EnumerateArray().Skip(1).Take(1), position, firstIndex: 1)[0];
        var asList = count == 2 && array[2].ValueKind == JsonValueKind.Array;
        var at = asList ? $"{position}[2]" : position;
        var firstIndex = asList ? 0 : 2;
        if (asList && !CheckDepth(at, depth + 1))
        {
            return Failed;
        }

        var choices = ReadOperands(asList ? array[2].EnumerateArray() : array.EnumerateArray().Skip(2), at, firstIndex);
        CheckLiterals(QueryOperator.Equal, value, choices, at, firstIndex);
        return MakeIn(value ?? default, Known(choices), position);
    }

    private static QueryNode.In MakeIn(QueryOperand value, QueryOperand[] choices, string position)
    {
        var literals = choices.Where(choice => choice.Variable is null).Select(choice => choice.Literal).ToFrozenSet();
        var kinds = literals.Aggregate(default(CapabilityKindSet), (set, literal) => set.With(literal.Kind));
        var variables = choices.Select(choice => choice.Variable).OfType<QueryVariable>().ToArray();
        return new QueryNode.In(value, choices, literals, kinds, variables, position);
    }

    /// <summary>Reads literals and variables; null stands where one was faulty.</summary>
    private QueryOperand?[] ReadOperands(IEnumerable<JsonElement> elements, string position, int firstIndex)
    {
        var operands = new List<QueryOperand?>();
        foreach (var element in elements)
        {
            operands.Add(ReadOperand(element, position, firstIndex + operands.Count));
        }

        return [.. operands];
    }

    private QueryOperand? ReadOperand(JsonElement element, string position, int index)
    {
        if (element.ValueKind is JsonValueKind.Array or JsonValueKind.Object or JsonValueKind.Null)
        {
            Fault($"{position}[{index}]", $"Text, a number, a boolean or a variable is wanted here, not {Name(element)}.");
            return null;
        }

        if (!CapabilityValue.TryFromJson(element, out var literal, out var fault))
        {
            Fault($"{position}[{index}]", $"This {fault}.");
            return null;
        }

        if (literal.Kind != CapabilityKind.Text || !literal.Text.StartsWith('$'))
        {
            return new QueryOperand(null, literal);
        }

        if (_variables.TryGetValue(literal.Text, out var variable))
        {
            return new QueryOperand(variable, default);
        }

        variable = QueryVariable.Parse(literal.Text);
        if (variable is null)
        {
            Fault($"{position}[{index}]", $"{QueryQuote.Json(literal.Text)} names no variable.");
            return null;
        }

        _variables.Add(literal.Text, variable);
        _inOrder.Add(variable);
        return new QueryOperand(variable, default);
    }

    /// <summary>Finds what can never be compared on any host: literals of two types, and booleans put in order.</summary>
    private void CheckLiterals(
        QueryOperator @operator, QueryOperand? first, ReadOnlySpan<QueryOperand?> others, string position, int firstIndex)
    {
        var kind = LiteralKind(first);
        for (var i = 0; i < others.Length; i++)
        {
            if (kind is { } wanted && LiteralKind(others[i]) is { } actual && actual != wanted)
            {
                Fault($"{position}[{firstIndex + i}]", $"{Name(actual)} cannot be compared with {Name(wanted)}.");
            }
            else if (LiteralKind(others[i]) == CapabilityKind.Boolean && QueryRelation.IsOrdering(@operator))
            {
                Fault($"{position}[{firstIndex + i}]", NoOrder(@operator));
            }
        }

        if (kind == CapabilityKind.Boolean && QueryRelation.IsOrdering(@operator))
        {
            Fault($"{position}[1]", NoOrder(@operator));
        }
    }

    private bool CheckDepth(string position, int depth)
    {
        if (depth <= QueryParser.MaxDepth)
        {
            return true;
        }

        Fault(position, $"Arrays may nest at most {QueryParser.MaxDepth} deep.");
        return false;
    }

    private static QueryNode Failed { get; } = new QueryNode.Constant(false);

    private QueryNode Fault(string position, string message)
    {
        _faults.Add(position, message);
        return Failed;
    }

    private static QueryOperand[] Known(ReadOnlySpan<QueryOperand?> operands)
    {
        var known = new QueryOperand[operands.Length];
        for (var i = 0; i < known.Length; i++)
        {
            known[i] = operands[i] ?? default;
        }

        return known;
    }

    private static CapabilityKind? LiteralKind(QueryOperand? operand) =>
        operand is { Variable: null } literal ? literal.Literal.Kind : null;

    private static string NoOrder(QueryOperator @operator) =>
        $"Booleans have no order; \"{QueryRelation.Symbol(@operator)}\" cannot take one, only \"=\" and \"!=\" can.";

    private static string Name(CapabilityKind kind) => kind switch
    {
        CapabilityKind.Text => "Text",
        CapabilityKind.Number => "A number",
        CapabilityKind.Boolean => "A boolean",
        _ => "A list",
    };

    private static string Name(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => JsonText.TryRead(element, out var text) ? $"the text {QueryQuote.Json(text)}" : "broken text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Null => "null",
        _ => "nothing",
    };
}
