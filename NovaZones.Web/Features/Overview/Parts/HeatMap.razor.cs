using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.JSInterop;
using NovaZones.Core.Fleet;
using NovaZones.Core.Live;
using NovaZones.Web.Components;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Web.Features.Overview.Parts;

/// <summary>Every own host as a tile, coloured by its used share; the same as a table below.</summary>
public sealed partial class HeatMap : IAsyncDisposable
{
    // With more the table is the better place to choose from.
    private const int MostTabs = 12;

    private static readonly string[] _columns =
        ["availabilityZone", "resourceClass", .. HeatTiles.Steps.Select(step => $"from{step}Percent"), "down", "disabled", "without", "hosts"];

    private static readonly ChangeTopic[] _topics = [ChangeTopic.Hosts, ChangeTopic.Placements];

    private ElementReference _canvas;
    private IJSObjectReference? _script;
    private DotNetObjectReference<HeatMap>? _self;
    private HeatTiles? _tiles;
    private HeatTiles? _shown;
    private (HeatTiles? Tiles, string? Zone) _cut;
    private byte[]? _drawn;
    private string _class = ResourceClass.Vcpu;
    private string? _hint;
    private bool _isGone;
    private (HeatTiles?, string?, string, string?, string, IReadOnlyList<string>?) _rendered;

    /// <summary>The hosts as tiles.</summary>
    [Inject]
    public required HeatBoard Board { get; init; }

    /// <summary>Opens a host's page.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>Draws.</summary>
    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <summary>Classes that any host of the zone has, the main ones.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<string> Classes { get; set; } = [];

    /// <summary>The availability zone whose hosts alone are drawn; empty for hosts that name none, null for all.</summary>
    [Parameter]
    public string? Zone { get; set; }

    /// <summary>The resource class by whose use tiles are coloured; the first of <see cref="Classes"/> when absent or unknown.</summary>
    [Parameter]
    public string? Class { get; set; }

    private string? ListAddress => Zone is { } zone ? $"{ConsoleRoutes.Hosts}?q={Uri.EscapeDataString(JsonSerializer.Serialize(QueryOf(zone)))}" : null;

    /// <summary>Opens the page of the host under the pointer.</summary>
    [JSInvokable]
    public void Open(int tile)
    {
        if (_shown is { } tiles && tile >= 0 && tile < tiles.Hosts.Length)
        {
            Navigation.NavigateTo(ConsoleRoutes.Host(tiles.Hosts[tile]));
        }
    }

    /// <summary>Says which host is under the pointer.</summary>
    [JSInvokable]
    public void Point(int tile)
    {
        _hint = _shown is { } tiles && tile >= 0 && tile < tiles.Hosts.Length ? $"{tiles.Hosts[tile]}: {Say(tiles.Marks[tile])}" : null;
        StateHasChanged();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        _self?.Dispose();
        if (_script is not null)
        {
            try
            {
                await _script.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser is gone and its objects with it.
            }
        }
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        var last = _class;
        _class = Class is not null && Classes.Contains(Class) ? Class : Classes.Count > 0 ? Classes[0] : ResourceClass.Vcpu;

        // The page is drawn anew with every change; the hosts are read in their own, slower time once there are any.
        if (_tiles is not { Hosts.Length: > 0 } || _cut.Zone != Zone || last != _class)
        {
            Read();
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_tiles is not { Hosts.Length: > 0 } || _shown is not { } tiles)
        {
            _drawn = null; // the canvas is gone: the next one begins with nothing
            return;
        }

        if (ReferenceEquals(_drawn, tiles.Marks))
        {
            return;
        }

        try
        {
            if (_script is null)
            {
                var script = await Js.InvokeAsync<IJSObjectReference>("import", "./Features/Overview/Parts/HeatMap.razor.js");
                if (_isGone)
                {
                    await script.DisposeAsync(); // the page was left while its script was loaded
                    return;
                }

                _script = script;
            }

            _self ??= DotNetObjectReference.Create(this);
            var changes = tiles.Since(_drawn);
            _drawn = tiles.Marks;
            if (changes is null)
            {
                await _script.InvokeVoidAsync("draw", _canvas, tiles.Marks, _self);
            }
            else
            {
                await _script.InvokeVoidAsync("change", _canvas, changes);
            }
        }
        catch (Exception ex) when (ex is JSDisconnectedException || (_isGone && ex is JSException))
        {
            // The page was left while it was drawn.
        }
    }

    // The page around is drawn with every change, this with changes of its own.
    /// <inheritdoc />
    protected override bool ShouldRender()
    {
        var last = _rendered;
        _rendered = (_tiles, Zone, _class, _hint, Navigation.Uri, Classes);
        return last != _rendered;
    }

    private void Choose(string resourceClass)
    {
        _hint = null;
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("class", resourceClass == Classes[0] ? null : resourceClass), replace: true);
    }

    private void Read()
    {
        _tiles = Board.Read(_class);
        if (_cut != (_tiles, Zone))
        {
            // The same tiles are the same object: only then there is nothing to draw.
            (_cut, _shown) = ((_tiles, Zone), Zone is null ? _tiles : _tiles.Of(Zone));
        }
    }

    private IReadOnlyList<LinkTab> ZoneTabs(HeatTiles all) =>
    [
        new(L["AllZones"], Navigation.GetUriWithQueryParameter("az", (string?)null), Zone is null, all.Hosts.Length, "heat-all"),
        .. all.Groups.Where(group => all.Groups.Length <= MostTabs || group.AvailabilityZone == Zone)
            .Select(group => new LinkTab(NameOf(group.AvailabilityZone), AddressOf(group.AvailabilityZone), group.AvailabilityZone == Zone, group.Hosts, $"heat-zone-{group.AvailabilityZone}")),
    ];

    private string AddressOf(string zone) => zone.Length > 0
        ? Navigation.GetUriWithQueryParameter("az", zone)
        : QueryHelpers.AddQueryString(Navigation.GetUriWithQueryParameter("az", (string?)null), "az", "");

    private IEnumerable<object?[]> Rows() => (_tiles?.Groups ?? []).Select(group =>
        (object?[])[group.AvailabilityZone, _class, .. group.Steps.Cast<object>(), group.Down, group.Disabled, group.Without, group.Hosts]);

    // On a host that names no zone a comparison is false, and "not" makes it true.
    private static object[] QueryOf(string zone) =>
        zone.Length > 0 ? ["=", "$host.availabilityZone", zone] : ["not", (object[])["!=", "$host.availabilityZone", ""]];

    private string NameOf(string zone) => zone.Length > 0 ? zone : L["NoZone"];

    private string Say(byte mark) => mark switch
    {
        HeatTiles.Down => L["Down"],
        HeatTiles.Disabled => L["Disabled"],
        HeatTiles.Without => L["Without", ResourceText.Label(_class)],
        _ => L["Used", mark.ToString(CultureInfo.InvariantCulture), ResourceText.Label(_class)],
    };

    private static string StepName(int step)
    {
        var low = HeatTiles.Steps[step];
        var high = step + 1 < HeatTiles.Steps.Length ? HeatTiles.Steps[step + 1] : 100;
        return string.Create(CultureInfo.InvariantCulture, $"{low}–{high} %");
    }
}
