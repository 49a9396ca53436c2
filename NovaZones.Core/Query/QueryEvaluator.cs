using System.Diagnostics;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Query;

/// <summary>Decides whether a condition holds on a host.</summary>
/// <remarks>
/// Runs per host, so there is no LINQ, closure or text here. A switch over the closed set of nodes instead of a virtual method:
/// a generic virtual call would be resolved anew at run time for every kind of facts.
/// </remarks>
internal static class QueryEvaluator
{
    public static bool Evaluate<TFacts>(QueryNode node, TFacts facts, ref QueryTrouble trouble)
        where TFacts : IQueryFacts, allows ref struct => node switch
        {
            QueryNode.Comparison comparison => Compare(comparison, facts, ref trouble),
            QueryNode.In choice => IsIn(choice, facts, ref trouble),
            QueryNode.And and => AllHold(and.Arguments, facts, ref trouble),
            QueryNode.Not not => !AllHold(not.Arguments, facts, ref trouble),
            QueryNode.Or or => AnyHolds(or.Arguments, facts, ref trouble),
            QueryNode.Constant constant => constant.Value,
            _ => throw new UnreachableException(),
        };

    public static bool TryResolve<TFacts>(in QueryOperand operand, TFacts facts, out CapabilityValue value)
        where TFacts : IQueryFacts, allows ref struct
    {
        if (operand.Variable is not { } variable)
        {
            value = operand.Literal;
            return true;
        }

        return TryResolve(variable, facts, out value);
    }

    public static bool TryResolve<TFacts>(QueryVariable variable, TFacts facts, out CapabilityValue value)
        where TFacts : IQueryFacts, allows ref struct
    {
        if (facts.TryGet(variable, out value))
        {
            return true;
        }

        // A trait is a yes/no quality: not having it is the answer "no", not a missing answer.
        value = CapabilityValue.FromBoolean(false);
        return variable.Kind == QueryVariableKind.Trait;
    }

    private static bool AllHold<TFacts>(QueryNode[] nodes, TFacts facts, ref QueryTrouble trouble)
        where TFacts : IQueryFacts, allows ref struct
    {
        foreach (var node in nodes)
        {
            if (!Evaluate(node, facts, ref trouble))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AnyHolds<TFacts>(QueryNode[] nodes, TFacts facts, ref QueryTrouble trouble)
        where TFacts : IQueryFacts, allows ref struct
    {
        foreach (var node in nodes)
        {
            if (Evaluate(node, facts, ref trouble))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Compare<TFacts>(QueryNode.Comparison comparison, TFacts facts, ref QueryTrouble trouble)
        where TFacts : IQueryFacts, allows ref struct
    {
        if (!TryResolve(comparison.First, facts, out var first))
        {
            trouble |= QueryTrouble.VariableMissing;
            return false;
        }

        foreach (var operand in comparison.Others)
        {
            if (!TryResolve(operand, facts, out var other))
            {
                trouble |= QueryTrouble.VariableMissing;
                return false;
            }

            if (!QueryRelation.CanCompare(comparison.Operator, first.Kind, other.Kind))
            {
                trouble |= QueryTrouble.TypeMismatch;
                return false;
            }

            if (!QueryRelation.Holds(comparison.Operator, first, other))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsIn<TFacts>(QueryNode.In choice, TFacts facts, ref QueryTrouble trouble)
        where TFacts : IQueryFacts, allows ref struct
    {
        if (!TryResolve(choice.Value, facts, out var value))
        {
            trouble |= QueryTrouble.VariableMissing;
            return false;
        }

        if (choice.Literals.Contains(value))
        {
            return true;
        }

        var kinds = choice.LiteralKinds;
        var missing = false;
        foreach (var variable in choice.Variables)
        {
            if (!TryResolve(variable, facts, out var held))
            {
                missing = true;
                continue;
            }

            if (HoldsChoice(held, value, ref kinds))
            {
                return true;
            }
        }

        if (missing)
        {
            trouble |= QueryTrouble.VariableMissing;
        }
        else if (kinds.Bits != 0 && !kinds.Contains(value.Kind))
        {
            trouble |= QueryTrouble.TypeMismatch;
        }

        return false;
    }

    /// <summary>Whether a choice's value is the wanted one or a list with it; notes the kinds that were there to compare with.</summary>
    internal static bool HoldsChoice(in CapabilityValue held, in CapabilityValue wanted, ref CapabilityKindSet kinds)
    {
        if (held.Kind != CapabilityKind.List)
        {
            kinds = kinds.With(held.Kind);
            return held.Equals(wanted);
        }

        foreach (var item in held.Items)
        {
            kinds = kinds.With(item.Kind);
            if (item.Equals(wanted))
            {
                return true;
            }
        }

        return false;
    }
}
