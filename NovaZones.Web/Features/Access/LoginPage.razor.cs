using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using NovaZones.Core.Zones;
using NovaZones.Web.Components;
using NovaZones.Web.Composition;
using NovaZones.Web.Oidc;

namespace NovaZones.Web.Features.Access;

/// <summary>Where people sign in. Static, because it writes a cookie.</summary>
public partial class LoginPage
{
    private bool _isRefused;
    private string? _refusal;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IOptions<ZoneOptions> Zone { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    /// <summary>How signing in by the provider ended, in the address.</summary>
    [SupplyParameterFromQuery(Name = "oidc")]
    private string? Outcome { get; set; }

    /// <summary>Set when a person of the provider has just signed out.</summary>
    [SupplyParameterFromQuery(Name = "left")]
    private string? Left { get; set; }

    [SupplyParameterFromForm(FormName = "login")]
    private LoginInput Input { get; set; } = default!;

    private string ZoneName => Zone.Value.Name;

    private OidcOptions Oidc => Services.GetRequiredService<IOptions<OidcOptions>>().Value;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        Input ??= new LoginInput();
        if (Oidc.IsOn && Enum.TryParse<OidcOutcome>(Outcome, out var outcome) && outcome >= OidcOutcome.NoRole && Enum.IsDefined(outcome))
        {
            _refusal = L[$"Oidc{outcome}", Oidc.DisplayName];
        }
    }

    private async Task SignInAsync()
    {
        var outcome = Input.UserName is { Length: > 0 and <= 256 } userName && Input.Password is { Length: > 0 and <= 256 } password
            ? await Services.GetRequiredService<ConsoleSignIn>().SignInAsync(userName, password)
            : SignInOutcome.Refused;
        switch (outcome)
        {
            case SignInOutcome.SignedIn:
                Navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl));
                break;
            case SignInOutcome.CodeNeeded:
                Navigation.NavigateTo($"/login/code?returnUrl={Uri.EscapeDataString(LocalUrl.OrHome(ReturnUrl))}");
                break;
            case SignInOutcome.FactorMissing:
                Navigation.NavigateTo(ConsoleRoutes.Account);
                break;
            default:
                _isRefused = true;
                break;
        }
    }

    /// <summary>What the form sends.</summary>
    private sealed class LoginInput
    {
        /// <summary>The name to sign in with.</summary>
        public string? UserName { get; set; }

        /// <summary>The password.</summary>
        public string? Password { get; set; }
    }
}
