using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using NovaZones.Core;
using NovaZones.Core.Quotas;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Quotas.Parts;

/// <summary>Sets or changes a quota; closes with it as it was saved.</summary>
public partial class QuotaDialog
{
    private string? _tenant;
    private string? _limits;
    private string? _percent = Quota.DefaultLeasePercent.ToString(CultureInfo.InvariantCulture);
    private bool _isGoverned;
    private IReadOnlyList<Fault> _faults = [];

    /// <summary>The tenant; null sets a quota for one that is named here.</summary>
    [Parameter]
    public string? Tenant { get; set; }

    /// <summary>What holds for it now, or null.</summary>
    [Parameter]
    public Quota? Quota { get; set; }

    /// <summary>Saves.</summary>
    [Inject]
    public required QuotaService Quotas { get; init; }

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
        _tenant = Tenant;
        if (Quota is { } quota)
        {
            _limits = string.Join('\n', quota.Limits.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Key} {l.Value}")));
            _percent = quota.LeasePercent.ToString(CultureInfo.InvariantCulture);
            _isGoverned = quota.GovernedByParent;
        }
    }

    /// <summary>Lines of a class and a number; a number that is none stays text, so that the check names it.</summary>
    private Dictionary<string, object> Limits()
    {
        var limits = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var line in (_limits ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split([' ', '=', ':', '\t'], 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            limits[words[0]] = Number(words.Length > 1 ? words[1] : "");
        }

        return limits;
    }

    private static object Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : text ?? "";

    private string? Of(string field) =>
        _faults.Where(f => f.Field == field || f.Field.StartsWith(field + ".", StringComparison.Ordinal))
            .Select(f => f.Field == field ? f.Message : $"{f.Field[(field.Length + 1)..]} {f.Message}").FirstOrDefault();

    private async Task SaveAsync()
    {
        if (await Acts.TryAsync("quota", SaveNowAsync) is { } fault)
        {
            _faults = [fault];
        }
    }

    private async Task SaveNowAsync()
    {
        await Permission.DemandAsync(AccessPolicies.Admin);

        // Through the same check as the API, so that both refuse the same in the same words.
        var body = JsonSerializer.SerializeToElement(new { limits = Limits(), governedByParent = _isGoverned, leasePercent = Number(_percent?.Trim()) });
        if (QuotaParser.Read(_tenant?.Trim() ?? "", body, out _faults) is { } quota)
        {
            await Quotas.SaveAsync(quota, CancellationToken.None);
            Dialog.Close(DialogResult.Ok(quota));
        }
    }
}
