namespace NovaZones.Core.Query;

/// <summary>How a capability expression judges a value.</summary>
internal enum CapabilityOperator
{
    /// <summary>No operator: the value's text equals the whole expression.</summary>
    Plain,

    /// <summary><c>=</c>, which has always meant "at least".</summary>
    AtLeast,
    NumberEqual,
    NumberNotEqual,
    NumberGreaterOrEqual,
    NumberLessOrEqual,
    NumberGreater,
    NumberLess,
    TextEqual,
    TextNotEqual,
    TextLess,
    TextLessOrEqual,
    TextGreater,
    TextGreaterOrEqual,

    /// <summary><c>&lt;in&gt;</c>: the value contains the operand.</summary>
    Contains,

    /// <summary><c>&lt;all-in&gt;</c>: the value contains every word.</summary>
    ContainsAll,

    /// <summary><c>&lt;or&gt;</c>: the value's text equals one of the alternatives.</summary>
    OneOf,
}
