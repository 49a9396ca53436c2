using System.Globalization;
using NovaZones.Client.Models;

namespace NovaZones.Cli.Output;

/// <summary>How values are written in tables.</summary>
internal static class Words
{
    /// <summary>What stands where there is nothing.</summary>
    public const string None = "-";

    public static string Of(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Of(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    public static string Of(DateTimeOffset? moment) => moment?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? None;

    public static string Of(string? text) => string.IsNullOrEmpty(text) ? None : text;

    public static string Of(IEnumerable<string> list) => Of(string.Join(", ", list));

    public static string Age(long? milliseconds) => milliseconds is { } ms
        ? string.Create(CultureInfo.InvariantCulture, $"{ms / 1000.0:0.0} s")
        : None;

    /// <summary>Used of what there is, class by class.</summary>
    public static string Of(IReadOnlyDictionary<string, Inventory> inventories) =>
        Of(inventories.OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => $"{i.Key} {Of(i.Value.Used)}/{Of(i.Value.Capacity)}"));

    /// <summary>Used of what there is, class by class.</summary>
    public static string Of(IReadOnlyDictionary<string, ZoneResource> resources) =>
        Of(resources.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key} {Of(r.Value.Used)}/{Of(r.Value.Capacity)}"));
}
