using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using NovaZones.Core.Fleet;
using NovaZones.Core.Live;
using NovaZones.Core.Placement;
using NovaZones.Core.Zones;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Features.Exports;

namespace NovaZones.Web.Features.Hosts;

/// <summary>The hosts of this zone, a page at a time; search, state and order live in the address.</summary>
public partial class HostsPage
{
    private static readonly ChangeTopic[] _topics = [ChangeTopic.Hosts, ChangeTopic.Placements];

    private HostTable? _table;
    private DateTimeOffset _now;

    /// <summary>The hosts.</summary>
    [Inject]
    public required FleetView Fleet { get; init; }

    /// <summary>When a silent host counts as down.</summary>
    [Inject]
    public required IOptions<SchedulerOptions> Scheduler { get; init; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    /// <summary>Builds addresses.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>Part of a name, or a JSON query.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    /// <summary>Only this state.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    /// <summary>The order.</summary>
    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    /// <summary>The page, from 1.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    /// <summary>Hosts that are ticked to be compared.</summary>
    [SupplyParameterFromQuery(Name = "chosen")]
    public string[]? Chosen { get; set; }

    private IReadOnlyList<string> Ticked => [.. (Chosen ?? []).Distinct(StringComparer.Ordinal).TakeLast(2)];

    private int First => ((_table?.Page ?? 1) - 1) * HostTable.PageSize + 1;

    private string DownloadLimit => _table!.Matching > HostExport.MaxRows ? L["DownloadCut", ResourceText.Number(HostExport.MaxRows), ResourceText.Number(_table.Matching)] : L["DownloadAll", ResourceText.Number(_table.Matching)];

    private string ReportCall =>
        $$$"""
        curl -X PUT {{{Navigation.BaseUri}}}api/v1/hosts/host-1 \
          -H "Authorization: Bearer $NOVAZONES_TOKEN" -H "Content-Type: application/json" \
          -d '{"inventories": {"VCPU": 16, "MEMORY_MB": 65536, "DISK_GB": 500}}'
        """;

    /// <inheritdoc />
    protected override void OnParametersSet() => Read();

    // The third takes the place of the first: two are compared.
    private void Choose(string host)
    {
        string[] chosen = Ticked.Contains(host) ? [.. Ticked.Where(other => other != host)] : [.. Ticked.TakeLast(1), host];
        Navigation.NavigateTo(Address(("chosen", chosen.Length > 0 ? chosen : null)), replace: true);
    }

    private void Read()
    {
        _now = Time.GetUtcNow();
        _table = HostTable.Read(Fleet.Current, Text, State, Sort, Page ?? 1, _now, Scheduler.Value.StaleAfter);
    }

    private IReadOnlyList<LinkTab> StateTabs(HostCounts counts) =>
    [
        Tab("All", null, counts.Up + counts.Down + counts.Disabled),
        Tab("Up", "up", counts.Up),
        Tab("Down", "down", counts.Down),
        Tab("Disabled", "disabled", counts.Disabled),
    ];

    private LinkTab Tab(string word, string? state, int count) =>
        new(L[word], Address(("state", state), ("page", null)), State == state, count, $"host-state-{state ?? "all"}");

    private Task SearchAsync(string text)
    {
        Navigation.NavigateTo(Address(("q", string.IsNullOrWhiteSpace(text) ? null : text.Trim()), ("page", null)), replace: true);
        return Task.CompletedTask;
    }

    private string AddressOf(int page) => Address(("page", page == 1 ? null : page));

    private string Address(params (string Name, object? Value)[] changes) =>
        Navigation.GetUriWithQueryParameters(changes.ToDictionary(c => c.Name, c => c.Value));
}
