using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using NovaZones.Core.Zones;

namespace NovaZones.Web.Components.Layout;

/// <summary>The frame of every page of the console: bar, menu, and the choice between light and dark.</summary>
public partial class MainLayout : IDisposable
{
    private DotNetObjectReference<MainLayout>? _self;
    private ErrorBoundary? _errorBoundary;
    private bool _isDrawerOpen = true;
    private TimeZoneInfo? _browserZone;

    /// <summary>The zone that this console belongs to.</summary>
    [Inject]
    public required IOptions<ZoneOptions> Zone { get; init; }

    /// <summary>Reaches theme.js, which keeps the choice in the browser.</summary>
    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <summary>Whether the page is dark; handed from the first rendering to the interactive one, so that it does not flash.</summary>
    [PersistentState]
    public bool? IsDark { get; set; }

    [CascadingParameter]
    private HttpContext? HttpContext { get; set; }

    private string ZoneName => Zone.Value.Name;

    /// <inheritdoc />
    protected override void OnInitialized() => IsDark ??= HttpContext?.Request.Cookies["novazones.theme"] == "dark";

    /// <inheritdoc />
    protected override void OnParametersSet() => _errorBoundary?.Recover(); // another page was chosen

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        await ReadBrowserZoneAsync();
        await ShowAsync(await Js.InvokeAsync<bool>("novaZonesTheme.isDark"));
        _self = DotNetObjectReference.Create(this);
        await Js.InvokeVoidAsync("novaZonesTheme.watch", _self);
    }

    private async Task ReadBrowserZoneAsync()
    {
        // A browser may know a zone that this machine does not: then times stay in UTC, and say so.
        if (TimeZoneInfo.TryFindSystemTimeZoneById(await Js.InvokeAsync<string?>("novaZonesBrowser.timeZone") ?? "", out var zone))
        {
            _browserZone = zone;
            StateHasChanged();
        }
    }

    private void ToggleDrawer() => _isDrawerOpen = !_isDrawerOpen;

    private async Task ToggleThemeAsync()
    {
        IsDark = IsDark != true;
        await Js.InvokeVoidAsync("novaZonesTheme.choose", IsDark);
    }

    /// <summary>Draws the page light or dark; theme.js calls it when the person's system changes and nothing was chosen.</summary>
    [JSInvokable]
    public Task ShowAsync(bool isDark)
    {
        if (IsDark == isDark)
        {
            return Task.CompletedTask;
        }

        IsDark = isDark;
        return InvokeAsync(StateHasChanged);
    }

    /// <inheritdoc />
    public void Dispose() => _self?.Dispose();
}
