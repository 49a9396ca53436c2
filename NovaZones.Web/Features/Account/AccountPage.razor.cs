using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using NovaZones.Core.Zones;
using NovaZones.Data.Identity;

namespace NovaZones.Web.Features.Account;

/// <summary>A person's own password, second factor and sessions. Static, because it writes cookies and shows what is told only once.</summary>
public partial class AccountPage
{
    private const string StartForm = "factor-start";
    private const string ConfirmForm = "factor-confirm";
    private const string NewCodesForm = "factor-codes";
    private const string TurnOffForm = "factor-off";
    private const string PasswordForm = "password";
    private const string EverywhereForm = "everywhere";

    private ZoneUser? _user;
    private OwnAccountState? _state;
    private string? _key;
    private string? _said;
    private IReadOnlyList<string> _codes = [];
    private IReadOnlyList<string> _faults = [];

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IOptions<ZoneOptions> Zone { get; set; } = default!;

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    private string ZoneName => Zone.Value.Name;

    private OwnAccount Account => Services.GetRequiredService<OwnAccount>();

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _user = await Account.FindAsync(HttpContext.User);
        if (_user is null)
        {
            Navigation.NavigateTo("/login");
            return;
        }

        _state = await Account.ReadAsync(_user);

        // The form that was sent must stand on the page: the one that confirms a key stands there only with the key.
        if (Sent("_handler") == ConfirmForm)
        {
            _key = await Account.KeyToConfirmAsync(_user);
        }
    }

    private Task StartAsync() => WithProofAsync(async user =>
    {
        await Account.StartAsync(user);
        _key = await Account.KeyToConfirmAsync(user);
    });

    private async Task ConfirmAsync()
    {
        if (_user is null)
        {
            return;
        }

        if (await Account.ConfirmAsync(_user, Sent("Code")) is { } codes)
        {
            (_codes, _key) = (codes, null);
            await TellAsync(L["TurnedOn"]);
        }
        else
        {
            _faults = [L["WrongCode"]];
        }
    }

    private Task MakeCodesAsync() => WithProofAsync(async user =>
    {
        _codes = await Account.NewRecoveryCodesAsync(user);
        await TellAsync(L["CodesMade"]);
    });

    private Task TurnOffAsync() => WithProofAsync(async user =>
    {
        await Account.TurnOffAsync(user);
        await TellAsync(L["TurnedOff"]);
    });

    private async Task ChangePasswordAsync()
    {
        if (Sent("Wanted") is not { Length: > 0 and <= 256 } wanted)
        {
            _faults = [L["NoPassword"]];
            return;
        }

        await WithProofAsync(async user =>
        {
            _faults = await Account.ChangePasswordAsync(user, Sent("Proof") ?? "", wanted);
            if (_faults.Count == 0)
            {
                await TellAsync(L["Changed"]);
            }
        });
    }

    private async Task SignOutEverywhereAsync()
    {
        if (_user is not null)
        {
            await Account.SignOutEverywhereAsync(_user);
            Navigation.NavigateTo("/login");
        }
    }

    private async Task WithProofAsync(Func<ZoneUser, Task> act)
    {
        if (_user is null)
        {
            return;
        }

        switch (await Account.ProveAsync(_user, Sent("Proof")))
        {
            case OwnProof.Right:
                await act(_user);
                break;
            case OwnProof.Locked:
                _faults = [L["Locked"]];
                break;
            default:
                _faults = [L["WrongProof"]];
                break;
        }
    }

    private async Task TellAsync(string said)
    {
        _said = said;
        _state = _user is null ? null : await Account.ReadAsync(_user);
    }

    private string? Sent(string field) => HttpContext.Request.HasFormContentType ? (string?)HttpContext.Request.Form[field] : null;
}
