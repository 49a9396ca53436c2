using MudBlazor;

namespace NovaZones.Web.Components.Shared;

/// <summary>Asks before something is taken away.</summary>
public static class Confirmation
{
    /// <summary>Shows the question.</summary>
    /// <param name="dialogs">Where dialogs are shown.</param>
    /// <param name="title">What it is about.</param>
    /// <param name="text">What will happen.</param>
    /// <param name="act">The word on the button.</param>
    /// <param name="askReason">Label of a field for a reason, or null for none.</param>
    /// <param name="destructive">Whether it takes something away.</param>
    /// <param name="mustType">What must be typed before the button works, or null for nothing: for what cannot be undone.</param>
    /// <returns>The reason (empty when none was asked or given), or null when the person thought better of it.</returns>
    public static async Task<string?> ConfirmAsync(
        this IDialogService dialogs, string title, string text, string act, string? askReason = null, bool destructive = true, string? mustType = null)
    {
        var parameters = new DialogParameters<ConfirmDialog>
        {
            { d => d.Text, text },
            { d => d.Act, act },
            { d => d.AskReason, askReason },
            { d => d.Destructive, destructive },
            { d => d.MustType, mustType },
        };
        var dialog = await dialogs.ShowAsync<ConfirmDialog>(title, parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true });
        return await dialog.Result is { Canceled: false } result ? result.Data as string ?? "" : null;
    }
}
