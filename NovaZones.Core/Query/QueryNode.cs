using System.Collections.Frozen;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Query;

/// <summary>A checked condition. The set of conditions is closed; <see cref="QueryEvaluator"/> gives them meaning.</summary>
internal abstract record QueryNode
{
    private QueryNode()
    {
    }

    /// <summary><c>[]</c>, <c>{}</c>, <c>true</c> or <c>false</c>.</summary>
    public sealed record Constant(bool Value) : QueryNode;

    /// <summary>True when every argument is; so <c>["and"]</c> is true.</summary>
    public sealed record And(QueryNode[] Arguments) : QueryNode;

    /// <summary>True when an argument is; so <c>["or"]</c> is false.</summary>
    public sealed record Or(QueryNode[] Arguments) : QueryNode;

    /// <summary>True when an argument is false.</summary>
    public sealed record Not(QueryNode[] Arguments) : QueryNode;

    /// <summary>True when the first stands in the relation to every other.</summary>
    public sealed record Comparison(QueryOperator Operator, QueryOperand First, QueryOperand[] Others, string Position) : QueryNode;

    /// <summary>True when the value equals a choice, or an item of a choice that is a variable holding a list.</summary>
    /// <remarks>
    /// <c>Literals</c>, <c>LiteralKinds</c> and <c>Variables</c> are <c>Choices</c> sorted for evaluation: a set, so that a query
    /// listing a thousand racks costs one look-up a host.
    /// </remarks>
    public sealed record In(
        QueryOperand Value,
        QueryOperand[] Choices,
        FrozenSet<CapabilityValue> Literals,
        CapabilityKindSet LiteralKinds,
        QueryVariable[] Variables,
        string Position) : QueryNode;
}
