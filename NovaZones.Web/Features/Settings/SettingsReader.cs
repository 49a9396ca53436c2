using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using NovaZones.Data;

namespace NovaZones.Web.Features.Settings;

/// <summary>Tells the settings in force and where each comes from. Settings are read at start, so the answer never changes.</summary>
public sealed class SettingsReader
{
    private const string ConnectionString = $"{DatabaseOptions.SectionName}:{nameof(DatabaseOptions.ConnectionString)}";

    private static readonly string[] _secretWords = ["password", "token", "secret", "connectionstring", "credential", "apikey", "headers", "privatekey"];

    private readonly IConfigurationRoot _configuration;
    private readonly IServiceProvider _services;
    private readonly Lazy<IReadOnlyList<Setting>> _all;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="configuration">All sources; the later ones win.</param>
    /// <param name="services">Holds the objects that the sections were read into.</param>
    public SettingsReader(IConfiguration configuration, IServiceProvider services)
    {
        _configuration = (IConfigurationRoot)configuration;
        _services = services;
        _all = new Lazy<IReadOnlyList<Setting>>(Collect);
    }

    /// <summary>Every setting, by key. Secrets have no value here.</summary>
    public IReadOnlyList<Setting> All => _all.Value;

    /// <summary>Whether the value of a key is kept from everybody.</summary>
    /// <remarks>Limits are numbers of tokens and headers, whatever their names hold.</remarks>
    internal static bool IsSecret(string key)
    {
        var name = key[(key.LastIndexOf(':') + 1)..];
        return SettingSections.Secret.Contains(key, StringComparer.OrdinalIgnoreCase)
            || (!key.StartsWith("Limits:", StringComparison.OrdinalIgnoreCase) && Array.Exists(_secretWords, word => name.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    private List<Setting> Collect()
    {
        var found = new SortedDictionary<string, Setting>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, read) in SettingSections.All)
        {
            Walk(name, read(_services), found);
        }

        foreach (var key in SettingSections.Plain.SelectMany(name => _configuration.GetSection(name).AsEnumerable()).Where(pair => pair.Value is not null).Select(pair => pair.Key).Concat(SettingSections.Secret))
        {
            Add(key, _configuration[key], found);
        }

        return [.. found.Values];
    }

    private void Walk(string path, object section, SortedDictionary<string, Setting> found)
    {
        foreach (var property in section.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsSetting))
        {
            var key = $"{path}:{property.Name}";
            if (key == ConnectionString)
            {
                continue; // told under the key that it is read from
            }

            var value = property.GetValue(section);
            switch (value)
            {
                case IDictionary entries:
                    foreach (DictionaryEntry entry in entries)
                    {
                        Add($"{key}:{entry.Key}", Text(entry.Value), found);
                    }

                    break;
                case null or string or ValueType or Uri:
                    Add(key, Text(value), found);
                    break;
                case IEnumerable items:
                    Add(key, string.Join(", ", items.Cast<object?>().Select(Text)), found);
                    break;
                default:
                    Walk(key, value, found);
                    break;
            }
        }
    }

    // What has no setter and is no list is worked out of other settings.
    private static bool IsSetting(PropertyInfo property) =>
        property.CanRead && property.GetIndexParameters().Length == 0 && (property.CanWrite || (property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable))));

    private void Add(string key, string? value, SortedDictionary<string, Setting> found)
    {
        var (source, name) = SourceOf(key);
        var isSecret = IsSecret(key) || (Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0);
        var isSet = !string.IsNullOrEmpty(value);
        found[key] = new Setting(key, isSecret || !isSet ? null : value, source, name, isSecret, isSet);
    }

    /// <summary>The last source that gives the key, or anything below it, a value.</summary>
    private (SettingSource Source, string Name) SourceOf(string key)
    {
        foreach (var provider in Flat(_configuration.Providers).Reverse())
        {
            if (HasValue(provider, key))
            {
                return provider switch
                {
                    JsonConfigurationProvider json => (SettingSource.File, Path.GetFileName(json.Source.Path ?? "")),
                    EnvironmentVariablesConfigurationProvider => (SettingSource.Environment, ""),
                    CommandLineConfigurationProvider => (SettingSource.CommandLine, ""),
                    _ => (SettingSource.Other, ""),
                };
            }
        }

        return (SettingSource.Default, "");
    }

    private static bool HasValue(IConfigurationProvider provider, string key) =>
        (provider.TryGet(key, out var value) && !string.IsNullOrEmpty(value)) || provider.GetChildKeys([], key).Any(child => HasValue(provider, $"{key}:{child}"));

    private static IEnumerable<IConfigurationProvider> Flat(IEnumerable<IConfigurationProvider> providers) =>
        providers.SelectMany(provider => provider is ChainedConfigurationProvider { Configuration: IConfigurationRoot inner } ? Flat(inner.Providers) : [provider]);

    private static string? Text(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
