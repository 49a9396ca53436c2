using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using NovaZones.Core.Zones;
using NovaZones.Web.Components;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Access;

/// <summary>Where people with a second factor give their code after the password. Static, because it writes a cookie.</summary>
public partial class LoginCodePage
{
    private bool _isRefused;
    private bool _isEnded;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IOptions<ZoneOptions> Zone { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromForm(FormName = "code")]
    private CodeInput Input { get; set; } = default!;

    private string ZoneName => Zone.Value.Name;

    private ConsoleSignIn SignIn => Services.GetRequiredService<ConsoleSignIn>();

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Input ??= new CodeInput();
        _isEnded = !await SignIn.IsCodeAwaitedAsync();
    }

    private async Task EnterAsync()
    {
        switch (await SignIn.EnterCodeAsync(Input.Code is { Length: <= 64 } code ? code : ""))
        {
            case SignInOutcome.SignedIn:
                Navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl));
                break;
            case SignInOutcome.FactorMissing:
                Navigation.NavigateTo(ConsoleRoutes.Account);
                break;
            case SignInOutcome.Ended:
                _isEnded = true;
                break;
            default:
                _isRefused = true;
                break;
        }
    }

    /// <summary>What the form sends.</summary>
    private sealed class CodeInput
    {
        /// <summary>A code of the app, or a recovery code.</summary>
        public string? Code { get; set; }
    }
}
