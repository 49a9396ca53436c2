namespace NovaZones.Core.Query;

/// <summary>Why a capability expression failed on a host. Published: never changed or reused.</summary>
public static class CapabilityReasons
{
    /// <summary>The host has no such capability.</summary>
    public const string Missing = "capabilities.missing";

    /// <summary>The value was judged and is not what was asked for.</summary>
    public const string Mismatch = "capabilities.mismatch";

    /// <summary>The expression's operand is missing or is not a number, so no host can pass.</summary>
    public const string BadOperand = "capabilities.bad-operand";

    /// <summary>The host's value is of a type the operator cannot judge: not a number for <c>&gt;=</c>, a list for <c>s==</c>.</summary>
    public const string WrongType = "capabilities.wrong-type";
}
