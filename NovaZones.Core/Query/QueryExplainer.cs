using NovaZones.Core.Fleet;

namespace NovaZones.Core.Query;

/// <summary>Says why a condition did not come out as wanted on a host.</summary>
/// <remarks>
/// <c>wanted</c> is what the conditions above need from this one: true, false below an odd number of <c>not</c>, null once the
/// condition above came out well, when only missing variables and mismatches are still of interest.
/// </remarks>
internal static class QueryExplainer
{
    public static void Explain<TFacts>(QueryNode node, bool? wanted, TFacts facts, QueryNoteList notes)
        where TFacts : IQueryFacts, allows ref struct
    {
        var ignored = QueryTrouble.None;
        var unmet = wanted is { } want && QueryEvaluator.Evaluate(node, facts, ref ignored) != want;
        switch (node)
        {
            case QueryNode.And and:
                ExplainAll(and.Arguments, unmet ? wanted : null, facts, notes);
                break;
            case QueryNode.Or or:
                ExplainAll(or.Arguments, unmet ? wanted : null, facts, notes);
                break;
            case QueryNode.Not not:
                ExplainAll(not.Arguments, unmet ? !wanted : null, facts, notes);
                break;
            case QueryNode.Comparison comparison:
                ExplainLeaf(node, [comparison.First, .. comparison.Others], comparison.Position, unmet, wanted, facts, notes);
                break;
            case QueryNode.In choice:
                ExplainLeaf(node, [choice.Value, .. choice.Choices], choice.Position, unmet, wanted, facts, notes);
                break;
        }
    }

    private static void ExplainAll<TFacts>(QueryNode[] nodes, bool? wanted, TFacts facts, QueryNoteList notes)
        where TFacts : IQueryFacts, allows ref struct
    {
        foreach (var node in nodes)
        {
            Explain(node, wanted, facts, notes);
        }
    }

    private static void ExplainLeaf<TFacts>(
        QueryNode leaf, QueryOperand[] operands, string position, bool unmet, bool? wanted, TFacts facts, QueryNoteList notes)
        where TFacts : IQueryFacts, allows ref struct
    {
        var text = wanted == false ? $"not ({QueryWriter.Write(leaf)})" : QueryWriter.Write(leaf);
        var values = new CapabilityValue?[operands.Length];
        for (var i = 0; i < operands.Length; i++)
        {
            if (QueryEvaluator.TryResolve(operands[i], facts, out var value))
            {
                values[i] = value;
                continue;
            }

            notes.Add(new QueryNote(QueryReasons.VariableMissing, position, operands[i].ToString(), text, null));
        }

        // The evaluator's own word on what decided: a comparison may fail on its values before it meets what is missing.
        var trouble = QueryTrouble.None;
        QueryEvaluator.Evaluate(leaf, facts, ref trouble);
        var mismatched = Mismatched(leaf, values, trouble);
        var satisfied = !unmet || trouble != QueryTrouble.None;
        var named = false;
        for (var i = 0; i < operands.Length; i++)
        {
            if (operands[i].Variable is not { } variable || values[i] is null || (satisfied && !mismatched[i]))
            {
                continue;
            }

            named = true;
            var reason = mismatched[i] ? QueryReasons.TypeMismatch : QueryReasons.NotSatisfied;
            notes.Add(new QueryNote(reason, position, variable.ToString(), text, values[i]));
        }

        if (!satisfied && !named)
        {
            notes.Add(new QueryNote(QueryReasons.NotSatisfied, position, null, text, null));
        }
    }

    /// <summary>Marks the operands whose types keep the comparison from being made.</summary>
    private static bool[] Mismatched(QueryNode leaf, CapabilityValue?[] values, QueryTrouble trouble)
    {
        var marks = new bool[values.Length];
        if (leaf is not QueryNode.Comparison comparison)
        {
            Array.Fill(marks, trouble.HasFlag(QueryTrouble.TypeMismatch));
            return marks;
        }

        for (var i = 1; i < values.Length; i++)
        {
            if (values[0] is { } first && values[i] is { } other && !QueryRelation.CanCompare(comparison.Operator, first.Kind, other.Kind))
            {
                marks[0] = marks[i] = true;
            }
        }

        return marks;
    }
}
