using System.Text.Json;
using Microsoft.JSInterop;

namespace NovaZones.Web.Components.Shared;

/// <summary>What a person entered on a page and did not send yet, kept by the browser's tab, so that it outlives a restart of the zone.</summary>
public sealed class Drafts(IJSRuntime js, Permission permission)
{
    /// <summary>Takes what was kept before the page was loaded anew; null when there is none, or it cannot be read.</summary>
    /// <typeparam name="T">What is kept.</typeparam>
    /// <param name="page">The page.</param>
    public async Task<T?> TakeAsync<T>(string page)
        where T : class
    {
        if (await js.InvokeAsync<string?>("novaZonesDrafts.take", await NameAsync(page)) is not { } text)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(text);
        }
        catch (JsonException)
        {
            return null; // of another version of the zone
        }
    }

    /// <summary>Keeps what was entered, or nothing more.</summary>
    /// <typeparam name="T">What is kept.</typeparam>
    /// <param name="page">The page.</param>
    /// <param name="entered">What was entered; null when there is nothing to keep.</param>
    public async Task KeepAsync<T>(string page, T? entered)
        where T : class
    {
        try
        {
            var name = await NameAsync(page);
            await (entered is null ? js.InvokeVoidAsync("novaZonesDrafts.drop", name) : js.InvokeVoidAsync("novaZonesDrafts.keep", name, JsonSerializer.Serialize(entered)));
        }
        catch (JSDisconnectedException)
        {
            // The page is gone.
        }
    }

    // Who signs in next at the same tab is not shown what somebody else entered.
    private async Task<string> NameAsync(string page) => $"{page}|{await permission.CallerAsync()}";
}
