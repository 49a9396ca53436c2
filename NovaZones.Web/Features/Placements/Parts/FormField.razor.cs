using Microsoft.AspNetCore.Components;

namespace NovaZones.Web.Features.Placements.Parts;

/// <summary>One field of a request: what stands at a path, what may be written there, and what is wrong with it.</summary>
public partial class FormField
{
    /// <summary>What the field belongs to.</summary>
    [CascadingParameter]
    public required PlacementFormState Form { get; set; }

    /// <summary>Path of the field.</summary>
    [Parameter]
    [EditorRequired]
    public string Path { get; set; } = "";

    /// <summary>Its label.</summary>
    [Parameter]
    [EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>How its text is read.</summary>
    [Parameter]
    public FormFieldKind Kind { get; set; }

    /// <summary>A line below it.</summary>
    [Parameter]
    public string? Help { get; set; }

    /// <summary>Shown while it is empty.</summary>
    [Parameter]
    public string? Placeholder { get; set; }

    /// <summary>Name for tests.</summary>
    [Parameter]
    public string? TestId { get; set; }

    /// <summary>What the path is looked up in; the request itself when absent.</summary>
    [Parameter]
    public DraftFields? Fields { get; set; }

    /// <summary>Path of those fields in the request, with a dot at the end.</summary>
    [Parameter]
    public string Prefix { get; set; } = "";

    private DraftFields Source => Fields ?? Form.Draft.Fields;

    private string? Fault => Form.FaultOf(Prefix + Path);

    private string? Read() => Kind switch
    {
        FormFieldKind.Words => string.Join(' ', Source.Names(Path)),
        FormFieldKind.Names => string.Join(", ", Source.Names(Path)),
        FormFieldKind.WordSets => string.Join("; ", Source.Sets(Path).Select(set => string.Join(' ', set))),
        FormFieldKind.NameSets => string.Join("; ", Source.Sets(Path).Select(set => string.Join(", ", set))),
        _ => Source.Text(Path),
    };

    private void Write(string? text)
    {
        switch (Kind)
        {
            case FormFieldKind.Words:
                Source.SetNames(Path, PlacementDraft.Split(text));
                break;
            case FormFieldKind.Names:
                Source.SetNames(Path, Names(text));
                break;
            case FormFieldKind.WordSets:
                Source.SetSets(Path, Sets(text).Select(PlacementDraft.Split));
                break;
            case FormFieldKind.NameSets:
                Source.SetSets(Path, Sets(text).Select(Names));
                break;
            default:
                Source.SetText(Path, text);
                break;
        }
    }

    private static string[] Sets(string? text) => (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Names(string? text) => (text ?? "").Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
