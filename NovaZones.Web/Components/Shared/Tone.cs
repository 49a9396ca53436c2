namespace NovaZones.Web.Components.Shared;

/// <summary>How good a piece of news is; always shown together with a word and an icon.</summary>
public enum Tone
{
    /// <summary>Neither good nor bad.</summary>
    Neutral,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Under way.</summary>
    Busy,

    /// <summary>Worth a look.</summary>
    Warn,

    /// <summary>Somebody should act.</summary>
    Bad,
}
