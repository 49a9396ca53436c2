using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace NovaZones.Web.Components;

/// <summary>Sends whoever is not signed in to the sign-in page, and back here afterwards.</summary>
/// <remarks>
/// A circuit ends with its session, also that of the tab in which somebody just signed out: only the browser knows that this tab is on its
/// way already, to where the form leads.
/// </remarks>
public sealed class RedirectToLogin : ComponentBase
{
    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime Browser { get; set; } = default!;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        if (!RendererInfo.IsInteractive)
        {
            Navigation.NavigateTo(Address(), forceLoad: true);
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || !RendererInfo.IsInteractive)
        {
            return;
        }

        try
        {
            await Browser.InvokeVoidAsync("novaZonesBrowser.goToSignIn", Address());
        }
        catch (Exception ex) when (ex is JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone, and this with it.
        }
    }

    private string Address() => $"login?returnUrl={Uri.EscapeDataString("/" + Navigation.ToBaseRelativePath(Navigation.Uri))}";
}
