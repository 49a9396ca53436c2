using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Live;
using NovaZones.Core.Placement.Pending;
using NovaZones.Core.Zones;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Web.Features.Overview;

/// <summary>The tree of zones as it is now, what it holds, and what is being placed.</summary>
public partial class OverviewPage
{
    private const int Shown = 12;

    private static readonly ChangeTopic[] _topics = [ChangeTopic.Zone, ChangeTopic.Hosts, ChangeTopic.Children, ChangeTopic.Placements, ChangeTopic.Policies];

    private ZoneNode? _root;
    private ZoneInfo? _info;
    private DateTimeOffset _readAt;
    private (int Online, int All) _zones;
    private ZoneSearch? _found;
    private PlacementPace? _pace;
    private PendingCounts _pending;
    private IReadOnlyList<Reservation> _recent = [];
    private IReadOnlyList<Reservation> _latest = [];

    /// <summary>The span of time that the zone's history shows, see <see cref="Components.Shared.Charts.HistoryRange.OfZone"/>.</summary>
    [SupplyParameterFromQuery(Name = "range")]
    public string? Range { get; set; }

    /// <summary>Part of a zone's name: the tree shows those that have it.</summary>
    [SupplyParameterFromQuery(Name = "zone")]
    public string? ZoneText { get; set; }

    /// <summary>The availability zone whose hosts are drawn; empty for hosts that name none, null for all.</summary>
    [SupplyParameterFromQuery(Name = "az")]
    public string? AvailabilityZone { get; set; }

    /// <summary>Builds addresses.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>The figures.</summary>
    [Inject]
    public required ZoneOverview Overview { get; init; }

    /// <summary>What was placed.</summary>
    [Inject]
    public required RecentPlacements Recent { get; init; }

    /// <summary>Requests that are answered later.</summary>
    [Inject]
    public required PendingBook Pending { get; init; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    private IEnumerable<KeyValuePair<string, ResourceSummary>> MainFigures =>
        (_root?.Resources ?? ImmutableSortedDictionary<string, ResourceSummary>.Empty)
            .Where(r => ResourceText.IsMain(r.Key) && r.Value.Capacity > 0).OrderBy(r => ResourceText.Rank(r.Key));

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => ReadAsync();

    /// <inheritdoc />
    protected override void OnParametersSet() => Search();

    private void SearchZone(string? text) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("zone", string.IsNullOrWhiteSpace(text) ? null : text.Trim()), replace: true);

    private void Search() => _found = _root is { } root && !string.IsNullOrWhiteSpace(ZoneText) ? ZoneSearch.In(root, ZoneText.Trim()) : null;

    private async Task ReadAsync()
    {
        var recent = await Recent.ReadAsync();
        _info = Overview.Current();
        _root = Overview.Tree();
        _readAt = Time.GetUtcNow();
        _zones = CountZones(_root);
        _pace = PlacementPace.Of(recent, _readAt);
        _pending = Pending.Counts();
        _recent = recent.Items;
        _latest = [.. recent.Items.Take(Shown)];
        Search();
    }

    private static (int Online, int All) CountZones(ZoneNode node)
    {
        var (online, all) = (node.State == nameof(ChildHealth.Online) ? 1 : 0, 1);
        foreach (var child in node.Children)
        {
            var below = CountZones(child);
            (online, all) = (online + below.Online, all + below.All);
        }

        return (online, all);
    }

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(ResourceSummary figure) =>
        ((double)figure.Used / figure.Capacity * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
