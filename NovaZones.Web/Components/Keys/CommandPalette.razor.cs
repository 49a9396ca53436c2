using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Web.Components.Keys;

/// <summary>Goes to a page, or to a host, placement, zone, policy or aggregate by its name, with the keyboard alone.</summary>
public sealed partial class CommandPalette : IDisposable
{
    /// <summary>How long typing must pause before the zone is asked.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromMilliseconds(150);

    private readonly List<PaletteItem> _pages = [];
    private CancellationTokenSource? _looking;
    private IReadOnlyList<PaletteItem> _items = [];
    private string _text = "";
    private string _found = "";
    private int _active;
    private bool _isCut;
    private bool _isFailed;

    /// <summary>Finds things.</summary>
    [Inject]
    public required PaletteSearch Search { get; init; }

    /// <summary>What the person may see.</summary>
    [Inject]
    public required Permission Permission { get; init; }

    /// <summary>Goes there.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>Reaches keys.js, which shows and closes the dialog.</summary>
    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    private string State =>
        _looking is not null ? L["Searching"]
        : _isFailed ? L["Failed"]
        : _text.Length == 0 ? ""
        : _items.Count == 0 ? L["Nothing"]
        : L[_isCut ? "Cut" : "Found", _items.Count];

    /// <inheritdoc />
    public void Dispose() => Stop();

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        foreach (var key in GoKey.All)
        {
            if (await Permission.HasAsync(key.Policy))
            {
                _pages.Add(new PaletteItem(PaletteKind.Page, Pages[key.Word], key.Href, key.IsDocument));
            }
        }

        Clear();
    }

    private void Clear()
    {
        Stop();
        (_text, _found, _active, _isCut, _isFailed) = ("", "", 0, false, false);
        _items = _pages;
    }

    private async Task TypeAsync(ChangeEventArgs change)
    {
        Stop();
        _text = (change.Value as string ?? "").Trim();
        (_items, _active, _isCut, _isFailed) = ([.. MatchingPages()], 0, false, false);
        if (_text.Length > 0)
        {
            await LookAsync(Pause);
        }
        else
        {
            _found = "";
        }
    }

    /// <summary>Asks the zone after a pause; what is typed meanwhile calls it off.</summary>
    private async Task LookAsync(TimeSpan pause)
    {
        var looking = _looking = new CancellationTokenSource();
        var (text, token) = (_text, looking.Token);
        try
        {
            await Task.Delay(pause, Time, token);
            var finding = await Search.FindAsync(text, token);
            token.ThrowIfCancellationRequested();
            (_items, _isCut, _found) = ([.. MatchingPages(), .. finding.Items], finding.IsCut, text);
            _active = Math.Min(_active, Math.Max(0, _items.Count - 1));
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return; // something newer looks now, or the palette was closed
        }
        catch (Exception ex) when (PageFaults.IsOfStore(ex))
        {
            _isFailed = true;
        }

        if (_looking == looking)
        {
            _looking = null;
        }

        looking.Dispose();
    }

    private IEnumerable<PaletteItem> MatchingPages() => _pages.Where(p => p.Name.Contains(_text, StringComparison.OrdinalIgnoreCase));

    private async Task PressAsync(KeyboardEventArgs press)
    {
        if (press.Key is "ArrowDown" or "ArrowUp" && _items.Count > 0)
        {
            _active = (_active + (press.Key == "ArrowDown" ? 1 : _items.Count - 1)) % _items.Count;
            await Js.InvokeVoidAsync("novaZonesKeys.reveal", $"palette-{_active}");
        }
        else if (press.Key == "Enter")
        {
            await ChooseAsync();
        }
    }

    private async Task ChooseAsync()
    {
        if (_text.Length > 0 && _found != _text && _items.Count == 0)
        {
            // Typed faster than the zone was asked.
            Stop();
            await LookAsync(TimeSpan.Zero);
        }

        if (_active < _items.Count)
        {
            await GoAsync(_items[_active]);
        }
    }

    private async Task GoAsync(PaletteItem item)
    {
        await Js.InvokeVoidAsync("novaZonesKeys.close");
        Navigation.NavigateTo(item.Href, forceLoad: item.IsDocument);
    }

    private void Stop()
    {
        var looking = _looking;
        _looking = null;
        looking?.Cancel();
        looking?.Dispose();
    }
}
