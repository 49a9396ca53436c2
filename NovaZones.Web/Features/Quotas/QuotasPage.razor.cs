using Microsoft.AspNetCore.Components;
using MudBlazor;
using NovaZones.Core.Live;
using NovaZones.Core.Quotas;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Quotas.Parts;

namespace NovaZones.Web.Features.Quotas;

/// <summary>Every quota with what its tenant holds; setting, changing and removing quotas.</summary>
public partial class QuotasPage
{
    private static readonly ChangeTopic[] _topics = [ChangeTopic.Policies, ChangeTopic.Placements];

    private static readonly string[] _columns = ["tenant", "class", "limit", "used", "leased", "left", "byDefault", "governedByParent", "changedAt"];

    private IReadOnlyList<QuotaStatus> _quotas = [];

    /// <summary>The quotas.</summary>
    [Inject]
    public required QuotaService Quotas { get; init; }

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

    private IReadOnlyList<QuotaStatus> Matching => string.IsNullOrWhiteSpace(Text) ? _quotas : [.. _quotas.Where(row => NameOf(row.Tenant).Contains(Text.Trim(), StringComparison.OrdinalIgnoreCase))];

    private ListCut<QuotaStatus> Cut => ListCut<QuotaStatus>.Of(Matching, Page);

    /// <inheritdoc />
    protected override void OnInitialized() => Read();

    private void Read() => _quotas = Quotas.List();

    private string NameOf(string tenant) => tenant switch
    {
        "" => L["Nobody"],
        Quota.DefaultTenant => L["Default"],
        _ => tenant,
    };

    // A row for each class, as the page has a line for each.
    private IEnumerable<object?[]> Rows() => Matching.SelectMany(row => row.Figures.Select(figure => new object?[]
    {
        row.Tenant, figure.Class, figure.Limit, figure.Used, figure.Leased, figure.Left, row.IsByDefault ? "yes" : "no", row.Quota is { GovernedByParent: true } ? "yes" : "no", row.IsByDefault ? null : row.Quota!.ChangedAt,
    }));

    private async Task EditAsync(QuotaStatus? status)
    {
        var dialog = await Dialogs.ShowAsync<QuotaDialog>(
            status is null ? L["Add"] : NameOf(status.Tenant),
            new DialogParameters<QuotaDialog> { { d => d.Tenant, status?.Tenant }, { d => d.Quota, status?.Quota } },
            new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true });
        if (await dialog.Result is { Canceled: false, Data: Quota saved })
        {
            Snackbar.Add(L["Saved", NameOf(saved.Tenant)], Severity.Success);
            Read();
        }
    }

    private Task RemoveAsync(QuotaStatus status) => Acts.DoAsync("quotas", () => RemoveNowAsync(status));

    private async Task RemoveNowAsync(QuotaStatus status)
    {
        if (await Dialogs.ConfirmAsync(L["RemoveTitle", NameOf(status.Tenant)], status.Tenant == Quota.DefaultTenant ? L["RemoveDefaultText"] : L["RemoveText"], L["Remove"]) is null)
        {
            return;
        }

        await Permission.DemandAsync(AccessPolicies.Admin);
        await Quotas.RemoveAsync(status.Tenant, CancellationToken.None);
        if (status.Quota is { } quota)
        {
            Acts.AddUndo(L["Removed", NameOf(status.Tenant)], L["Undo"], "quotas", () => InvokeAsync(() => PutBackAsync(quota)));
        }

        Read();
    }

    private async Task PutBackAsync(Quota quota)
    {
        await Permission.DemandAsync(AccessPolicies.Admin);
        await Quotas.SaveAsync(quota, CancellationToken.None);
        Snackbar.Add(L["Saved", NameOf(quota.Tenant)], Severity.Success);
        Read();
        StateHasChanged();
    }
}
