using Microsoft.AspNetCore.Components;
using MudBlazor;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Live;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Aggregates.Parts;

namespace NovaZones.Web.Features.Aggregates;

/// <summary>Every aggregate with its hosts and rules; making, changing and removing rules.</summary>
public partial class AggregatesPage
{
    private static readonly ChangeTopic[] _topics = [ChangeTopic.Policies, ChangeTopic.Hosts];

    private static readonly string[] _columns = ["name", "hosts", "requiredTraits", "tenants", "changedAt"];

    private IReadOnlyList<AggregateMembers> _aggregates = [];

    /// <summary>The rules.</summary>
    [Inject]
    public required AggregateBook Book { get; init; }

    /// <summary>Part of a name.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    /// <summary>The page, from 1.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    /// <summary>Builds addresses.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>Asks before acting.</summary>
    [Inject]
    public required IDialogService Dialogs { get; init; }

    /// <summary>Says what was done.</summary>
    [Inject]
    public required ISnackbar Snackbar { get; init; }

    /// <summary>Says what stood in the way of an act.</summary>
    [Inject]
    public required GuardedActs Acts { get; init; }

    /// <summary>Whether the person may.</summary>
    [Inject]
    public required Permission Permission { get; init; }

    private IReadOnlyList<AggregateMembers> Matching => string.IsNullOrWhiteSpace(Text) ? _aggregates : [.. _aggregates.Where(row => row.Aggregate.Name.Contains(Text.Trim(), StringComparison.OrdinalIgnoreCase))];

    private ListCut<AggregateMembers> Cut => ListCut<AggregateMembers>.Of(Matching, Page);

    /// <inheritdoc />
    protected override void OnInitialized() => Read();

    private static bool HasRules(Aggregate aggregate) => aggregate.ChangedAt != default;

    private void Read() => _aggregates = Book.List();

    private IEnumerable<object?[]> Rows() => Matching.Select(row => new object?[]
    {
        row.Aggregate.Name, row.Hosts, string.Join(" ", row.Aggregate.RequiredTraits), string.Join(", ", row.Aggregate.Tenants), HasRules(row.Aggregate) ? row.Aggregate.ChangedAt : null,
    });

    private async Task EditAsync(Aggregate? aggregate)
    {
        var dialog = await Dialogs.ShowAsync<AggregateDialog>(
            aggregate?.Name ?? L["Add"],
            new DialogParameters<AggregateDialog> { { d => d.Aggregate, aggregate } },
            new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true });
        if (await dialog.Result is { Canceled: false, Data: Aggregate saved })
        {
            Snackbar.Add(L["Saved", saved.Name], Severity.Success);
            Read();
        }
    }

    private Task RemoveAsync(Aggregate aggregate) => Acts.DoAsync("aggregates", () => RemoveNowAsync(aggregate));

    private async Task RemoveNowAsync(Aggregate aggregate)
    {
        if (await Dialogs.ConfirmAsync(L["RemoveTitle", aggregate.Name], L["RemoveText"], L["Remove"]) is null)
        {
            return;
        }

        await Permission.DemandAsync(AccessPolicies.Operate);
        await Book.RemoveAsync(aggregate.Name, CancellationToken.None);
        Acts.AddUndo(L["Removed", aggregate.Name], L["Undo"], "aggregates", () => InvokeAsync(() => PutBackAsync(aggregate)));
        Read();
    }

    private async Task PutBackAsync(Aggregate aggregate)
    {
        await Permission.DemandAsync(AccessPolicies.Operate);
        await Book.SaveAsync(aggregate, CancellationToken.None);
        Snackbar.Add(L["Saved", aggregate.Name], Severity.Success);
        Read();
        StateHasChanged();
    }
}
