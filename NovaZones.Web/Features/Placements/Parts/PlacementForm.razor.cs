using Microsoft.AspNetCore.Components;
using NovaZones.Core;
using NovaZones.Core.Fleet;

namespace NovaZones.Web.Features.Placements.Parts;

/// <summary>A placement request as fields; the common ones always, the others in sections. Each fault stands at its field.</summary>
public partial class PlacementForm
{
    private static readonly string[] _classes = [ResourceClass.Vcpu, ResourceClass.MemoryMb, ResourceClass.DiskGb];
    private static readonly string[] _fields =
    [
        .. PlacementFormPaths.Always, .. PlacementFormPaths.Where, .. PlacementFormPaths.Hints, .. PlacementFormPaths.Decision,
        .. _classes.Select(c => "resources." + c),
    ];

    private PlacementFormState _state = null!;

    /// <summary>The request in the making.</summary>
    [Parameter]
    [EditorRequired]
    public required PlacementDraft Draft { get; set; }

    /// <summary>What is wrong with it.</summary>
    [Parameter]
    public IReadOnlyList<Fault> Faults { get; set; } = [];

    /// <summary>Policies that there are.</summary>
    [Parameter]
    public IReadOnlyList<string> Policies { get; set; } = [];

    /// <summary>Weighers that there are.</summary>
    [Parameter]
    public IReadOnlyList<string> Weighers { get; set; } = [];

    /// <summary>Told after every change.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>Whether the form has a field that shows a fault of this path; the others must be listed.</summary>
    public static bool Shows(string field, PlacementDraft draft)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(draft);
        return _fields.Any(f => PlacementFormState.IsAt(field, f))
            || PlacementFormPaths.Group.Any(f => PlacementFormState.IsAt(field, f) && PlacementFormPaths.ShowsInGroup(draft.GroupPolicy, f))
            || (draft.Groups.Count > 1 && PlacementFormState.IsAt(field, "sameSubtree"))
            || draft.Groups.Index().Any(g => g.Item.IsSimple && ShowsOfDevices(field, g.Index, g.Item));
    }

    /// <inheritdoc />
    protected override void OnParametersSet() => _state = new PlacementFormState(Draft, Faults, ChangedAsync);

    /// <summary>What one part changes, others show: they are all drawn again, whether or not the page listens.</summary>
    private async Task ChangedAsync()
    {
        await OnChanged.InvokeAsync();
        StateHasChanged();
    }

    private static bool ShowsOfDevices(string field, int index, PlacementGroupDraft group)
    {
        var path = PlacementFormPaths.OfDevices(index);
        return field == path || field == path + ".resources"
            || new[] { ".name", ".traits.required", ".traits.anyOf", ".traits.forbidden" }.Any(f => PlacementFormState.IsAt(field, path + f))
            || group.Fields.Numbers("resources").Any(r => PlacementFormState.IsAt(field, $"{path}.resources.{r.Key}"));
    }
}
