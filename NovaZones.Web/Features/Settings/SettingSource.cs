namespace NovaZones.Web.Features.Settings;

/// <summary>Where a setting in force comes from.</summary>
public enum SettingSource
{
    /// <summary>Nobody set it: the program's own value, or one that follows from other settings.</summary>
    Default,

    /// <summary>A settings file.</summary>
    File,

    /// <summary>An environment variable.</summary>
    Environment,

    /// <summary>The command line.</summary>
    CommandLine,

    /// <summary>Something else that the program was started with.</summary>
    Other,
}
