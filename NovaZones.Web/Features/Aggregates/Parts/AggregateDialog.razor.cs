using System.Text.Json;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using NovaZones.Core;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Aggregates.Parts;

/// <summary>Makes or changes the rules of an aggregate; closes with them as they were saved.</summary>
public partial class AggregateDialog
{
    private string? _name;
    private string? _traits;
    private string? _tenants;
    private IReadOnlyList<Fault> _faults = [];

    /// <summary>The aggregate to change; null makes rules for one that is named here.</summary>
    [Parameter]
    public Aggregate? Aggregate { get; set; }

    /// <summary>Saves.</summary>
    [Inject]
    public required AggregateBook Book { get; init; }

    /// <summary>Says what stood in the way of an act.</summary>
    [Inject]
    public required GuardedActs Acts { get; init; }

    /// <summary>Whether the person may.</summary>
    [Inject]
    public required Permission Permission { get; init; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        if (Aggregate is { } aggregate)
        {
            (_name, _traits, _tenants) = (aggregate.Name, string.Join('\n', aggregate.RequiredTraits), string.Join('\n', aggregate.Tenants));
        }
    }

    private static string[] Lines(string? text) => (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private string? Of(string field) =>
        _faults.Where(f => f.Field == field || f.Field.StartsWith(field + "[", StringComparison.Ordinal)).Select(f => f.Message).FirstOrDefault();

    private async Task SaveAsync()
    {
        if (await Acts.TryAsync("aggregate", SaveNowAsync) is { } fault)
        {
            _faults = [fault];
        }
    }

    private async Task SaveNowAsync()
    {
        await Permission.DemandAsync(AccessPolicies.Operate);

        // Through the same check as the API, so that both refuse the same in the same words.
        var body = JsonSerializer.SerializeToElement(new { requiredTraits = Lines(_traits), tenants = Lines(_tenants) });
        if (AggregateParser.Read(_name?.Trim() ?? "", body, out _faults) is { } aggregate)
        {
            await Book.SaveAsync(aggregate, CancellationToken.None);
            Dialog.Close(DialogResult.Ok(aggregate));
        }
    }
}
