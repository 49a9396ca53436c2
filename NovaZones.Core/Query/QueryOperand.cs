using NovaZones.Core.Fleet;

namespace NovaZones.Core.Query;

/// <summary>One argument of a comparison: a variable, or a literal when <see cref="Variable"/> is null.</summary>
internal readonly record struct QueryOperand(QueryVariable? Variable, CapabilityValue Literal)
{
    public override string ToString() => Variable?.ToString()
        ?? (Literal.Kind == CapabilityKind.Text ? QueryQuote.Json(Literal.Text) : Literal.ToString());
}
