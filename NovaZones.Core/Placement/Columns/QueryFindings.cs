using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Query;

namespace NovaZones.Core.Placement.Columns;

/// <summary>What a condition that reads one capability says of every value of a table.</summary>
internal sealed class QueryFindings
{
    private QueryFindings(int codes)
    {
        Holds = new bool[codes];
        Missing = new bool[codes];
        Mismatch = new bool[codes];
    }

    /// <summary>Codes of the values for which it holds.</summary>
    public bool[] Holds { get; }

    /// <summary>Codes at which a variable was found missing.</summary>
    public bool[] Missing { get; }

    /// <summary>Codes at which a value was found of another type.</summary>
    public bool[] Mismatch { get; }

    /// <summary>Whether any code is in <see cref="Missing"/> or <see cref="Mismatch"/>.</summary>
    public bool HasTrouble { get; private set; }

    /// <summary>Evaluates the condition once for every value.</summary>
    public static QueryFindings Of(QueryNode node, ValueTable values)
    {
        var findings = new QueryFindings(values.Length);
        for (var code = 0; code < values.Length; code++)
        {
            var trouble = QueryTrouble.None;
            findings.Holds[code] = QueryEvaluator.Evaluate(node, new OneValue(values[code]), ref trouble);
            findings.Missing[code] = trouble.HasFlag(QueryTrouble.VariableMissing);
            findings.Mismatch[code] = trouble.HasFlag(QueryTrouble.TypeMismatch);
            findings.HasTrouble |= trouble != QueryTrouble.None;
        }

        return findings;
    }

    /// <summary>A host of which only one capability is asked.</summary>
    private readonly struct OneValue(CapabilityValue? held) : IQueryFacts
    {
        public bool TryGet(QueryVariable variable, out CapabilityValue value)
        {
            value = held ?? default;
            return held is not null;
        }
    }
}
