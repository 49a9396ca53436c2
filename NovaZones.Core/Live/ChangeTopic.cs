namespace NovaZones.Core.Live;

/// <summary>What may have changed; a reader fetches what it may see.</summary>
public enum ChangeTopic
{
    /// <summary>The zone's own figures.</summary>
    Zone,

    /// <summary>Hosts came, went, or changed.</summary>
    Hosts,

    /// <summary>A placement was made, refused or released.</summary>
    Placements,

    /// <summary>A child zone or what it tells changed.</summary>
    Children,

    /// <summary>A policy version was saved.</summary>
    Policies,

    /// <summary>A background job ended.</summary>
    Jobs,
}
