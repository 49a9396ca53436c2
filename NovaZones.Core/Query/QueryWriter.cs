using System.Diagnostics;
using System.Text;

namespace NovaZones.Core.Query;

/// <summary>Writes a comparison the way a person would say it: <c>$free.VCPU &gt;= 4</c>.</summary>
internal static class QueryWriter
{
    private const int MaxOperands = 8;

    public static string Write(QueryNode leaf) => leaf switch
    {
        QueryNode.Comparison comparison => Write(comparison.First, QueryRelation.Symbol(comparison.Operator), comparison.Others),
        QueryNode.In choice => Write(choice.Value, "in", choice.Choices),
        _ => throw new UnreachableException(),
    };

    private static string Write(QueryOperand first, string symbol, QueryOperand[] others)
    {
        var text = new StringBuilder().Append(first).Append(' ').Append(symbol).Append(' ');
        text.AppendJoin(", ", others.Take(MaxOperands));
        if (others.Length > MaxOperands)
        {
            text.Append(", … ").Append(others.Length - MaxOperands).Append(" more");
        }

        return text.ToString();
    }
}
