using Microsoft.AspNetCore.Components;
using NovaZones.Core;
using NovaZones.Core.Policies;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Web.Features.Policies.Parts;

/// <summary>Makes a weigher whose name holds what it grades, and says what is wrong with its parts.</summary>
public partial class WeigherAdder
{
    private IReadOnlyList<Fault> _faults = [];

    /// <summary>Knows the weighers.</summary>
    [Parameter]
    [EditorRequired]
    public required PluginCatalog Catalog { get; set; }

    /// <summary>Weighers that are there already.</summary>
    [Parameter]
    public IReadOnlyList<string> Taken { get; set; } = [];

    /// <summary>Tells the new weigher's name.</summary>
    [Parameter]
    public EventCallback<string> OnAdd { get; set; }

    private WeigherDraft Draft { get; set; } = new();

    private IReadOnlyList<SelectOption> Kinds => [.. Enum.GetValues<WeigherKind>().Select(k => new SelectOption(k.ToString(), L["Kind_" + k]))];

    private bool Has(string field) => _faults.Any(f => f.Field == field);

    private string? Of(string field) => _faults.Where(f => f.Field == field).Select(f => f.Message).FirstOrDefault();

    private void TakeKind(string kind)
    {
        Draft.Kind = Enum.Parse<WeigherKind>(kind);
        _faults = [];
    }

    private async Task Add()
    {
        if (Draft.ToName(Catalog, Taken, out _faults) is { } name)
        {
            Draft = new WeigherDraft { Kind = Draft.Kind };
            await OnAdd.InvokeAsync(name);
        }
    }
}
