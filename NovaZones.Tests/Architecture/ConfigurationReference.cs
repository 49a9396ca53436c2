using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NovaZones.Tests.Architecture;

/// <summary>The reference of settings, made from the options themselves and what their comments say.</summary>
internal static partial class ConfigurationReference
{
    private const string Head = """
        # Settings

        Every setting with its default, as `appsettings.json` has them. Set them there, in the environment (`Zone__Name=paris`) or on the command line
        (`--Zone:Name=paris`); the later of these wins. A value out of its range stops the start with one line for each fault. Times are written as
        `[days.]hours:minutes:seconds`. This page is made from the program: `NOVAZONES_WRITE_REFERENCE=1` and the test `ConfigurationReferenceTests` write it anew.

        """;

    /// <summary>Section and options, in the order of the page. Several kinds of options may share a section.</summary>
    public static IReadOnlyList<(string Section, Type Options)> Sections { get; } =
    [
        ("Zone", typeof(Core.Zones.ZoneOptions)),
        ("Database", typeof(NovaZones.Data.DatabaseOptions)),
        ("Auth", typeof(Web.Composition.AuthOptions)),
        ("Auth:Admin", typeof(Web.Composition.FirstAdministratorOptions)),
        ("Auth:Oidc", typeof(Web.Oidc.OidcOptions)),
        ("Auth:Oidc:Roles", typeof(Web.Oidc.OidcRoleOptions)),
        ("Placement", typeof(Web.Composition.PlacementAuthOptions)),
        ("Scheduler", typeof(Core.Placement.SchedulerOptions)),
        ("Federation", typeof(Core.Federation.FederationOptions)),
        ("Quotas", typeof(Core.Quotas.QuotaOptions)),
        ("Limits", typeof(Core.Placement.PlacementLimits)),
        ("Limits", typeof(Web.Composition.RequestLimits)),
        ("Limits", typeof(Web.Protection.ProtectionLimits)),
        ("Jobs", typeof(Web.Jobs.JobsOptions)),
        ("Retention", typeof(Web.Jobs.RetentionOptions)),
        ("Otlp", typeof(Web.Telemetry.OtlpOptions)),
    ];

    /// <summary>The whole page.</summary>
    public static string Write()
    {
        var page = new StringBuilder(Head);
        var comments = Sections.Select(s => s.Options.Assembly).Distinct().SelectMany(CommentsOf).ToDictionary(c => c.Key, c => c.Value);
        var section = "";
        foreach (var (name, options) in Sections)
        {
            if (name != section)
            {
                page.Append(CultureInfo.InvariantCulture, $"\n## {name}\n\n| setting | default | |\n|---|---|---|\n");
                section = name;
            }

            var defaults = Activator.CreateInstance(options)!;
            foreach (var property in SettingsOf(options))
            {
                var comment = comments.GetValueOrDefault($"P:{options.FullName}.{property.Name}");
                page.Append(CultureInfo.InvariantCulture, $"| `{KeyOf(name, property)}` | {Default(property.GetValue(defaults))} | {Words(comment)} |\n");
            }
        }

        return page.ToString();
    }

    /// <summary>What can be set of one kind of options, in the order in which it is declared.</summary>
    public static IEnumerable<PropertyInfo> SettingsOf(Type options) => options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => (p.SetMethod is { IsPublic: true } || p.PropertyType.IsAssignableTo(typeof(System.Collections.IDictionary))) && !Sections.Any(s => s.Options == p.PropertyType))
        .OrderBy(p => p.MetadataToken);

    /// <summary>The key in files and on the command line.</summary>
    public static string KeyOf(string section, PropertyInfo property) =>
        property.DeclaringType == typeof(NovaZones.Data.DatabaseOptions) && property.Name == nameof(NovaZones.Data.DatabaseOptions.ConnectionString)
            ? NovaZones.Data.DatabaseOptions.ConnectionStringKey
            : $"{section}:{property.Name}";

    private static string Default(object? value) => value switch
    {
        null or "" => "",
        bool flag => flag ? "`true`" : "`false`",
        System.Collections.IEnumerable and not string => "",
        _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
    };

    private static string Words(XElement? comment)
    {
        var summary = Text(comment?.Element("summary"));
        var value = Text(comment?.Element("value"));
        return value.Length == 0 ? summary : $"{summary} *{value}*";
    }

    private static string Text(XElement? element) => element is null ? "" : Spaces().Replace(
        string.Concat(element.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
            XText text => text.Value,
            _ => "",
        })),
        " ").Trim().Replace("|", "\\|", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);

    private static IEnumerable<KeyValuePair<string, XElement>> CommentsOf(Assembly assembly) =>
        XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member").Select(m => KeyValuePair.Create(m.Attribute("name")!.Value, m));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
