using Microsoft.AspNetCore.Components;

namespace NovaZones.Web.Features.Placements.Parts;

/// <summary>Names with a number each, of an object in the request: amounts by class, multipliers by weigher.</summary>
public partial class NumberRows
{
    /// <summary>What the rows belong to.</summary>
    [CascadingParameter]
    public required PlacementFormState Form { get; set; }

    /// <summary>What the path is looked up in.</summary>
    [Parameter]
    [EditorRequired]
    public required DraftFields Fields { get; set; }

    /// <summary>Path of the object.</summary>
    [Parameter]
    [EditorRequired]
    public string Path { get; set; } = "";

    /// <summary>Path of those fields in the request, with a dot at the end.</summary>
    [Parameter]
    public string Prefix { get; set; } = "";

    /// <summary>Label of the names.</summary>
    [Parameter]
    [EditorRequired]
    public string NameLabel { get; set; } = "";

    /// <summary>Label of the numbers.</summary>
    [Parameter]
    [EditorRequired]
    public string ValueLabel { get; set; } = "";

    /// <summary>Words of the button that adds a row.</summary>
    [Parameter]
    [EditorRequired]
    public string AddText { get; set; } = "";

    /// <summary>Names that are known.</summary>
    [Parameter]
    public IReadOnlyList<string> Suggestions { get; set; } = [];

    /// <summary>Adds a row.</summary>
    [Parameter]
    public EventCallback OnAdd { get; set; }

    /// <summary>Name for tests.</summary>
    [Parameter]
    public string TestId { get; set; } = "numbers";

    private string ListId => TestId + "-known";

    private string? Fault(string name) => Form.FaultOf($"{Prefix}{Path}.{name}");
}
