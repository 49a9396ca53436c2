namespace NovaZones.Web.Features.Settings;

/// <summary>One setting as it is in force.</summary>
/// <param name="Key">Its key, parts joined by a colon.</param>
/// <param name="Value">Its value as text; null when it has none, and for a secret always.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="SourceName">The file, when <paramref name="Source"/> is one; else empty.</param>
/// <param name="IsSecret">Whether the value is kept from everybody.</param>
/// <param name="IsSet">Whether it has a value.</param>
public sealed record Setting(string Key, string? Value, SettingSource Source, string SourceName, bool IsSecret, bool IsSet);
