namespace NovaZones.Core.Fleet;

/// <summary>The operator's switch on a host.</summary>
public enum AdminState
{
    /// <summary>May receive instances.</summary>
    Enabled,

    /// <summary>Receives nothing new; what runs there stays.</summary>
    Disabled,
}
