using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;
using NovaZones.Core.Fleet;
using NovaZones.Web.Features.Hosts.Completion;

namespace NovaZones.Web.Features.Hosts.Parts;

/// <summary>The search field of hosts: a part of a name, or a JSON query, which is completed where the caret stands.</summary>
public partial class QueryField
{
    private static readonly TimeSpan _vocabularyLasts = TimeSpan.FromSeconds(10);

    private MudTextField<string>? _field;
    private IReadOnlyList<Suggestion> _suggestions = [];
    private QueryVocabulary? _vocabulary;
    private DateTimeOffset _vocabularyAt;
    private int _active = -1;
    private bool _isOpen;

    /// <summary>The text.</summary>
    [Parameter]
    public string? Value { get; set; }

    /// <summary>Tells the text after a pause in typing, and at once when a suggestion is taken.</summary>
    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    /// <summary>The hosts whose attributes are offered.</summary>
    [Inject]
    public required FleetView Fleet { get; init; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    /// <summary>Keeps the chosen line in sight.</summary>
    [Inject]
    public required IJSRuntime Js { get; init; }

    private bool IsOpen => _isOpen && _suggestions.Count > 0;

    private QueryVocabulary Vocabulary
    {
        get
        {
            var now = Time.GetUtcNow();
            if (_vocabulary is null || now - _vocabularyAt > _vocabularyLasts)
            {
                (_vocabulary, _vocabularyAt) = (QueryVocabulary.Of(Fleet.Current), now);
            }

            return _vocabulary;
        }
    }

    private async Task TypeAsync(string? text)
    {
        await OfferAsync(text);
        await ValueChanged.InvokeAsync(text);
    }

    private async Task OfferAsync(string? text)
    {
        // Words of the fleet are gathered, and the browser is asked, only for who writes a query.
        var isQuery = text?.TrimStart() is ['[', ..];
        Offer(text, isQuery ? await Js.InvokeAsync<int?>("novaZonesBrowser.caret") : null);
    }

    private void Offer(string? text, int? caret)
    {
        _suggestions = text?.TrimStart() is ['[', ..] ? QueryCompletion.Suggest(text, caret ?? text.Length, Vocabulary) : [];
        (_isOpen, _active) = (true, -1);
    }

    private void Close() => (_isOpen, _active) = (false, -1);

    private async Task PressAsync(KeyboardEventArgs press)
    {
        switch (press.Key)
        {
            case "ArrowDown" or "ArrowUp" when !IsOpen:
                await OfferAsync(Value);
                break;
            case "ArrowDown" or "ArrowUp":
                var count = _suggestions.Count;
                _active = press.Key == "ArrowDown" ? (_active + 1) % count : (_active <= 0 ? count : _active) - 1;
                await Js.InvokeVoidAsync("novaZonesKeys.reveal", $"query-suggestion-{_active}");
                break;
            case "Enter" when IsOpen && _active >= 0 && _active < _suggestions.Count:
                await TakeAsync(_suggestions[_active]);
                break;
            case "Escape":
                Close();
                break;
        }
    }

    private async Task TakeAsync(Suggestion suggestion)
    {
        if (_field is { } field)
        {
            await field.SetTextAsync(suggestion.Text); // a focused field does not follow its parameter
        }

        Offer(suggestion.Text, suggestion.Caret);
        if (suggestion.Caret < suggestion.Text.Length)
        {
            await Js.InvokeVoidAsync("novaZonesBrowser.placeCaret", suggestion.Caret);
        }

        await ValueChanged.InvokeAsync(suggestion.Text);
    }
}
