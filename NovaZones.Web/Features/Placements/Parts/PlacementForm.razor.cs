using System.Globalization;
using Microsoft.AspNetCore.Components;
using NovaZones.Core;
using NovaZones.Core.Fleet;

namespace NovaZones.Web.Features.Placements.Parts;

/// <summary>The common fields of a placement request; each fault stands at its field.</summary>
public partial class PlacementForm
{
    private static readonly string[] _classes = [ResourceClass.Vcpu, ResourceClass.MemoryMb, ResourceClass.DiskGb];
    private static readonly string[] _fields = ["name", "availabilityZone", "count", "minCount", "traits.required"];

    /// <summary>The request in the making.</summary>
    [Parameter]
    [EditorRequired]
    public required PlacementDraft Draft { get; set; }

    /// <summary>What is wrong with it.</summary>
    [Parameter]
    public IReadOnlyList<Fault> Faults { get; set; } = [];

    /// <summary>Told after every change.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>Whether the form has a field that shows a fault of this path; the others must be listed.</summary>
    public static bool Shows(string field, PlacementDraft draft)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(draft);
        return _fields.Any(f => IsAt(field, f))
            || _classes.Any(c => IsAt(field, "resources." + c))
            || draft.Groups.Index().Any(g => g.Item.IsSimple && (IsAt(field, GroupPath(g.Index) + ".resources") || IsAt(field, GroupPath(g.Index) + ".traits")));
    }

    private static string GroupPath(int index) => string.Create(CultureInfo.InvariantCulture, $"groups[{index}]");

    /// <summary>Whether a fault's path is a field or something inside it.</summary>
    private static bool IsAt(string path, string field) =>
        path.StartsWith(field, StringComparison.Ordinal) && (path.Length == field.Length || path[field.Length] is '.' or '[');

    private bool Has(string field) => Faults.Any(f => IsAt(f.Field, field));

    private string? Of(string field) => Has(field) ? string.Join("; ", Faults.Where(f => IsAt(f.Field, field)).Select(f => $"{f.Field[field.Length..]} {f.Message}".Trim())) : null;

    private Task Set(Action change)
    {
        change();
        return OnChanged.InvokeAsync();
    }
}
