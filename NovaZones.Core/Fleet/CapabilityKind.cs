namespace NovaZones.Core.Fleet;

/// <summary>What a capability's value is.</summary>
public enum CapabilityKind
{
    /// <summary>Text, possibly empty.</summary>
    Text,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A flat list of texts, numbers and booleans, possibly empty or mixed.</summary>
    List,
}
