namespace NovaZones.Core.Query;

/// <summary>The relations between two values.</summary>
internal enum QueryOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
