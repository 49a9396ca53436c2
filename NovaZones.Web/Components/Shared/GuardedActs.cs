using Microsoft.Extensions.Localization;
using MudBlazor;
using NovaZones.Core;

namespace NovaZones.Web.Components.Shared;

/// <summary>Does what somebody asked for, and says in words what stood in the way: the store, or a permission that was taken away meanwhile.</summary>
/// <remarks>Dialogs and lines that undo stand outside of the page: what nobody catches there ends the whole circuit.</remarks>
public sealed class GuardedActs(PageFaults faults, ISnackbar snackbar, IStringLocalizer<GuardedActs> words)
{
    /// <summary>Does it, for a place that shows faults itself.</summary>
    /// <param name="place">Where it happens, for the log.</param>
    /// <param name="act">What is done.</param>
    /// <returns>What stood in the way; null when nothing did.</returns>
    public async Task<Fault?> TryAsync(string place, Func<Task> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        try
        {
            await act();
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return new Fault("", words["Refused"]);
        }
        catch (Exception ex) when (PageFaults.IsOfStore(ex))
        {
            return new Fault("", words["Store", faults.Note(place, ex)]);
        }
    }

    /// <summary>Does it, and says in a line below the page what stood in the way.</summary>
    /// <param name="place">Where it happens, for the log.</param>
    /// <param name="act">What is done.</param>
    /// <returns>Whether nothing stood in the way.</returns>
    public async Task<bool> DoAsync(string place, Func<Task> act)
    {
        if (await TryAsync(place, act) is not { } fault)
        {
            return true;
        }

        snackbar.Add(fault.Message, Severity.Error);
        return false;
    }

    /// <summary>Says that something is gone, with a button that puts it back for a while; the pointer over the line stops the clock.</summary>
    /// <param name="text">What is gone.</param>
    /// <param name="undo">The word on the button.</param>
    /// <param name="place">Where it happens, for the log.</param>
    /// <param name="putBack">Puts it back.</param>
    public void AddUndo(string text, string undo, string place, Func<Task> putBack) => snackbar.AddUndo(text, undo, () => DoAsync(place, putBack));
}
