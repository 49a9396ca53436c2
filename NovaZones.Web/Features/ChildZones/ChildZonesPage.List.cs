using Microsoft.AspNetCore.Components;
using NovaZones.Core.Federation;
using NovaZones.Core.Zones;

namespace NovaZones.Web.Features.ChildZones;

/// <summary>Which children are shown, and all of those that match as a file.</summary>
public partial class ChildZonesPage
{
    private const int PageSize = 20;

    private static readonly string[] _columns =
    [
        "name", "state", "apiUrl", "consoleUrl", "seenAt", "linked", "failures", "lastError", "latencyMs", "hostsUp", "hostsDown", "hostsDisabled", "scale", "offset", "protocol", "version",
    ];

    /// <summary>Part of a child's name.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    /// <summary>The page, from 1.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    /// <summary>Paths of zones below whose parts are folded.</summary>
    [SupplyParameterFromQuery(Name = "closed")]
    public string[]? Closed { get; set; }

    private IReadOnlyList<ChildState> Matching =>
        string.IsNullOrWhiteSpace(Text) ? _children : [.. _children.Where(state => state.Child.Name.Contains(Text.Trim(), StringComparison.OrdinalIgnoreCase))];

    private int Pages => Math.Max(1, (Matching.Count + PageSize - 1) / PageSize);

    private int Current => Math.Clamp(Page ?? 1, 1, Pages);

    private IReadOnlyList<ChildState> Shown => [.. Matching.Skip((Current - 1) * PageSize).Take(PageSize)];

    private ZoneNode? NodeOf(ChildState state) => _nodes.GetValueOrDefault(state.Child.Name);

    private void Search(string? text) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["q"] = string.IsNullOrWhiteSpace(text) ? null : text.Trim(), ["page"] = null }), replace: true);

    private string AddressOf(int page) => Navigation.GetUriWithQueryParameter("page", page == 1 ? null : (int?)page);

    private IEnumerable<object?[]> Rows() => Matching.Select(state =>
    {
        var hosts = state.Info?.Summary.Hosts;
        return new object?[]
        {
            state.Child.Name, state.Health.ToString(), state.Child.ApiUrl.ToString(), NodeOf(state)?.PublicUrl, state.SeenAt, state.IsLinked ? "yes" : "no", state.Failures, state.LastError, state.LatencyMs,
            hosts?.Up, hosts?.Down, hosts?.Disabled, state.Child.WeightScale, state.Child.WeightOffset, state is { Info: not null } ? state.Protocol : null, state.Info?.Version,
        };
    });
}
