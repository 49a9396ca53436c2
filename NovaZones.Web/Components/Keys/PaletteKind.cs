namespace NovaZones.Web.Components.Keys;

/// <summary>What a line of the palette leads to.</summary>
public enum PaletteKind
{
    /// <summary>A page of the console.</summary>
    Page,

    /// <summary>A host of this zone.</summary>
    Host,

    /// <summary>A reservation.</summary>
    Placement,

    /// <summary>A zone directly below.</summary>
    ChildZone,

    /// <summary>A policy.</summary>
    Policy,

    /// <summary>An aggregate.</summary>
    Aggregate,
}
