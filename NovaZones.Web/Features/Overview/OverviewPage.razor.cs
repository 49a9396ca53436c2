using Microsoft.AspNetCore.Components;
using NovaZones.Core.Live;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Web.Features.Overview;

/// <summary>The tree of zones as it is now, what it holds, and what is being placed.</summary>
public partial class OverviewPage
{
    private static readonly ChangeTopic[] _topics = [ChangeTopic.Zone, ChangeTopic.Hosts, ChangeTopic.Children, ChangeTopic.Placements, ChangeTopic.Policies];

    private OverviewPicture? _read;
    private OverviewPicture? _picture;
    private bool _isNew = true;
    private string? _fault;
    private ZoneSearch? _found;

    /// <summary>The span of time that the zone's history shows, see <see cref="Components.Shared.Charts.HistoryRange.OfZone"/>.</summary>
    [SupplyParameterFromQuery(Name = "range")]
    public string? Range { get; set; }

    /// <summary>Part of a zone's name: the tree shows those that have it.</summary>
    [SupplyParameterFromQuery(Name = "zone")]
    public string? ZoneText { get; set; }

    /// <summary>Paths of zones that are folded.</summary>
    [SupplyParameterFromQuery(Name = "closed")]
    public string[]? Closed { get; set; }

    /// <summary>The availability zone whose hosts are drawn; empty for hosts that name none, null for all.</summary>
    [SupplyParameterFromQuery(Name = "az")]
    public string? AvailabilityZone { get; set; }

    /// <summary>The resource class by whose use hosts are coloured.</summary>
    [SupplyParameterFromQuery(Name = "class")]
    public string? HeatClass { get; set; }

    /// <summary>What is shown, made once for all consoles.</summary>
    [Inject]
    public required OverviewBoard Board { get; init; }

    /// <summary>Keeps what a fault says of itself.</summary>
    [Inject]
    public required PageFaults Faults { get; init; }

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => TryReadAsync();

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        _isNew = true;
        Search();
    }

    /// <inheritdoc />
    protected override bool ShouldRender()
    {
        var isNew = _isNew;
        _isNew = false;
        return isNew;
    }

    private async Task TryReadAsync()
    {
        var fault = await Faults.TryAsync("overview", ReadAsync);
        Show();
        (_fault, _isNew) = (fault, true);
    }

    private async Task ReadAsync() => _read = await Board.ReadAsync();

    private void Show()
    {
        _isNew |= !ReferenceEquals(_picture, _read) || _fault is not null;
        (_picture, _fault) = (_read, null);
        Search();
    }

    private void Search() =>
        _found = _picture is { } picture && !string.IsNullOrWhiteSpace(ZoneText) ? ZoneSearch.In(picture.Root, ZoneText.Trim()) : null;
}
