using MudBlazor;

namespace NovaZones.Web.Components.Shared;

/// <summary>Lets what was just taken away be put back for a while, from the line that says it is gone.</summary>
public static class UndoWindow
{
    /// <summary>How long it can be put back, in ms; the pointer over the line stops the clock.</summary>
    public const int LengthMs = 20_000;

    /// <summary>Says that something is gone, with a button that puts it back.</summary>
    /// <param name="snackbar">Where lines are shown.</param>
    /// <param name="text">What is gone.</param>
    /// <param name="undo">The word on the button.</param>
    /// <param name="putBack">Puts it back.</param>
    public static void AddUndo(this ISnackbar snackbar, string text, string undo, Func<Task> putBack)
    {
        ArgumentNullException.ThrowIfNull(snackbar);
        snackbar.Add(text, Severity.Success, line =>
        {
            line.VisibleStateDuration = LengthMs;
            line.Action = undo;
            line.ActionColor = Color.Inherit;
            line.OnClick = _ => putBack();
        });
    }
}
