using Microsoft.AspNetCore.Components;

namespace NovaZones.Web.Components;

/// <summary>Sends whoever is not signed in to the sign-in page, and back here afterwards.</summary>
public sealed class RedirectToLogin : ComponentBase
{
    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        var here = "/" + Navigation.ToBaseRelativePath(Navigation.Uri);
        Navigation.NavigateTo($"login?returnUrl={Uri.EscapeDataString(here)}", forceLoad: true);
    }
}
