namespace NovaZones.Core.Query;

/// <summary>Why a query did not hold on a host. Published: never changed or reused.</summary>
public static class QueryReasons
{
    /// <summary>The host lacks the variable, so the comparison is false.</summary>
    public const string VariableMissing = "json-query.variable-missing";

    /// <summary>The host's value is of another type than what it is compared with, so the comparison is false.</summary>
    public const string TypeMismatch = "json-query.type-mismatch";

    /// <summary>The values could be compared and the answer was not the wanted one.</summary>
    public const string NotSatisfied = "json-query.not-satisfied";

    /// <summary>The one reason for a rejected host: a missing variable first, then a mismatch, else not satisfied.</summary>
    public static string For(QueryTrouble trouble) =>
        trouble.HasFlag(QueryTrouble.VariableMissing) ? VariableMissing
        : trouble.HasFlag(QueryTrouble.TypeMismatch) ? TypeMismatch
        : NotSatisfied;
}
