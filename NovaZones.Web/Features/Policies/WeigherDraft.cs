using System.Globalization;
using NovaZones.Core;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Weighers;
using NovaZones.Core.Policies;

namespace NovaZones.Web.Features.Policies;

/// <summary>A parameterised weigher in the making: its parts, and the name that they come to.</summary>
/// <remarks>Fields of faults: <c>class</c>, <c>capability</c>, <c>low</c>, <c>high</c>.</remarks>
public sealed class WeigherDraft
{
    private const int LongestName = 255;

    /// <summary>What it grades by.</summary>
    public WeigherKind Kind { get; set; }

    /// <summary>The class, for <see cref="WeigherKind.Resource"/>.</summary>
    public string? ResourceClass { get; set; }

    /// <summary>The capability, for the other kinds.</summary>
    public string? Capability { get; set; }

    /// <summary>The value that is graded 0.</summary>
    public double? Low { get; set; } = 0;

    /// <summary>The value that is graded 1.</summary>
    public double? High { get; set; } = 100;

    /// <summary>Which kind a name is of, or null for a weigher without parameters.</summary>
    public static WeigherKind? KindOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(FreeShareWeigher.Prefix, StringComparison.Ordinal) ? WeigherKind.Resource
            : name.StartsWith(CapabilityWeigher.Prefix, StringComparison.Ordinal) ? WeigherKind.Capability
            : name.StartsWith(SpreadWeigher.Prefix, StringComparison.Ordinal) ? WeigherKind.Spread
            : null;
    }

    /// <summary>The weigher's name, or null when <paramref name="faults"/> say what is wrong.</summary>
    /// <param name="catalog">Has the last word on the name.</param>
    /// <param name="taken">Weighers that are there already.</param>
    /// <param name="faults">Everything that is wrong.</param>
    public string? ToName(PluginCatalog catalog, IEnumerable<string> taken, out IReadOnlyList<Fault> faults)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var found = new List<Fault>();
        faults = found;
        var name = Kind switch
        {
            WeigherKind.Resource => FreeShareWeigher.Prefix + ClassName(found),
            WeigherKind.Capability => $"{CapabilityWeigher.Prefix}{CapabilityName(found)}[{Bound("low", Low, found)}..{Bound("high", High, found)}]",
            _ => SpreadWeigher.Prefix + CapabilityName(found),
        };
        if (Kind == WeigherKind.Capability && Low >= High)
        {
            found.Add(new Fault("high", "must be above low; for low values use a negative multiplier"));
        }

        var first = Kind == WeigherKind.Resource ? "class" : "capability";
        if (found.Count == 0 && taken.Contains(name, StringComparer.Ordinal))
        {
            found.Add(new Fault(first, $"{name} is in the policy already"));
        }
        else if (found.Count == 0 && catalog.Weigher(name) is null)
        {
            found.Add(new Fault(first, $"{name} is not a weigher"));
        }

        return found.Count == 0 ? name : null;
    }

    private string ClassName(List<Fault> faults)
    {
        var name = ResourceClass?.Trim() ?? "";
        if (!Core.Fleet.ResourceClass.IsValidName(name))
        {
            faults.Add(new Fault("class", name.Length == 0 ? "is required, for example PGPU" : "must be upper-case letters, digits and _, beginning with a letter"));
        }

        return name;
    }

    private string CapabilityName(List<Fault> faults)
    {
        var name = Capability?.Trim() ?? "";
        if (name.Length is 0 or > LongestName)
        {
            faults.Add(new Fault("capability", name.Length == 0 ? "is required, for example rack" : $"must have at most {LongestName} characters"));
        }

        return name;
    }

    private static string Bound(string field, double? value, List<Fault> faults)
    {
        if (value is not { } number || !double.IsFinite(number) || Math.Abs(number) > 1e12)
        {
            faults.Add(new Fault(field, "must be a number"));
            return "";
        }

        return number.ToString("0.######", CultureInfo.InvariantCulture);
    }
}
