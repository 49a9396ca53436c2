using System.Diagnostics;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Query;

/// <summary>Whether two values stand in a relation.</summary>
/// <remarks>Texts compare ordinally. Booleans and lists can be equal or not but have no order.</remarks>
internal static class QueryRelation
{
    public static bool IsOrdering(QueryOperator @operator) => @operator is not (QueryOperator.Equal or QueryOperator.NotEqual);

    public static bool CanCompare(QueryOperator @operator, CapabilityKind left, CapabilityKind right) =>
        left == right && (left is CapabilityKind.Text or CapabilityKind.Number || !IsOrdering(@operator));

    /// <summary>Precondition: <see cref="CanCompare"/>.</summary>
    public static bool Holds(QueryOperator @operator, in CapabilityValue left, in CapabilityValue right) => @operator switch
    {
        QueryOperator.Equal => left.Equals(right),
        QueryOperator.NotEqual => !left.Equals(right),
        QueryOperator.Less => Order(left, right) < 0,
        QueryOperator.LessOrEqual => Order(left, right) <= 0,
        QueryOperator.Greater => Order(left, right) > 0,
        QueryOperator.GreaterOrEqual => Order(left, right) >= 0,
        _ => throw new UnreachableException(),
    };

    public static string Symbol(QueryOperator @operator) => @operator switch
    {
        QueryOperator.Equal => "=",
        QueryOperator.NotEqual => "!=",
        QueryOperator.Less => "<",
        QueryOperator.LessOrEqual => "<=",
        QueryOperator.Greater => ">",
        QueryOperator.GreaterOrEqual => ">=",
        _ => throw new UnreachableException(),
    };

    private static int Order(in CapabilityValue left, in CapabilityValue right) => left.Kind == CapabilityKind.Text
        ? string.CompareOrdinal(left.Text, right.Text)
        : left.Number.CompareTo(right.Number);
}
