using Microsoft.AspNetCore.Components;
using MudBlazor;
using NovaZones.Core.Access;
using NovaZones.Web.Components;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Access.Parts;

namespace NovaZones.Web.Features.Access;

/// <summary>Who may do what: people with their roles, and the tokens of programs.</summary>
public partial class AccessPage
{
    private const int MaxShown = 200;
    private const string TokensTab = "tokens";
    private const string AllTokens = "all";

    private IReadOnlyList<Person>? _people;
    private IReadOnlyList<ApiToken>? _tokens;
    private string? _fault;
    private string? _self;
    private bool _busy;

    /// <summary>Which list, in the address.</summary>
    [SupplyParameterFromQuery(Name = "tab")]
    public string? Tab { get; set; }

    /// <summary>A part of a person's or a token's name, in the address.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    /// <summary>Which tokens, in the address: <c>all</c>, or those that are good.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    /// <summary>Changes people and tokens.</summary>
    [Inject]
    public required AccessService Access { get; init; }

    /// <summary>Lists tokens.</summary>
    [Inject]
    public required ApiTokenService Tokens { get; init; }

    /// <summary>Asks before acting.</summary>
    [Inject]
    public required IDialogService Dialogs { get; init; }

    /// <summary>Says what was done.</summary>
    [Inject]
    public required ISnackbar Snackbar { get; init; }

    /// <summary>Builds addresses.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    /// <summary>Keeps what a fault says of itself.</summary>
    [Inject]
    public required PageFaults Faults { get; init; }

    /// <summary>Says what stood in the way of an act.</summary>
    [Inject]
    public required GuardedActs Acts { get; init; }

    /// <summary>Whether the person may.</summary>
    [Inject]
    public required Permission Permission { get; init; }

    private bool IsTokens => Tab == TokensTab;

    private (string?, string?, string?) Asked => (Tab, Text, Show);

    private IReadOnlyList<LinkTab> KindTabs =>
        [new(L["People"], ConsoleRoutes.Access, !IsTokens, null, "tab-people"), new(L["Tokens"], $"{ConsoleRoutes.Access}?tab={TokensTab}", IsTokens, null, "tab-tokens")];

    private IReadOnlyList<LinkTab> TokenTabs =>
    [
        new(L["GoodTokens"], Navigation.GetUriWithQueryParameter("show", (string?)null), Show != AllTokens, null, "tokens-good"),
        new(L["AllTokens"], Navigation.GetUriWithQueryParameter("show", AllTokens), Show == AllTokens, null, "tokens-all"),
    ];

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        _self = (await Permission.CallerAsync())["user:".Length..];
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var asked = Asked;
        try
        {
            // One more than is shown tells that there are more.
            var people = await Access.ListAsync(IsTokens ? null : Text, MaxShown + 1, CancellationToken.None);
            var tokens = await Tokens.ListAsync(new ApiTokenFilter(MaxShown + 1, IsTokens ? Text : null, Show == AllTokens ? null : Time.GetUtcNow()), CancellationToken.None);
            if (asked == Asked)
            {
                // Else something else was asked for meanwhile, and its answer is on the way or here.
                (_people, _tokens, _fault) = (people, tokens, null);
            }
        }
        catch (Exception ex) when (PageFaults.IsOfStore(ex))
        {
            _fault ??= Faults.Note("access", ex); // once, not with every look
        }
    }

    private void Search(string? text) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("q", string.IsNullOrWhiteSpace(text) ? null : text), replace: true);

    private async Task AddPersonAsync()
    {
        var dialog = await Dialogs.ShowAsync<PersonDialog>(L["AddPerson"], new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true });
        if (await dialog.Result is { Canceled: false, Data: AccessOutcome.Done done })
        {
            await ShowSecretAsync(L["PasswordTitle", done.Person.Name], L["PasswordText"], done.Password!);
            await ReadAsync();
        }
    }

    private async Task AddTokenAsync()
    {
        var dialog = await Dialogs.ShowAsync<TokenDialog>(L["AddToken"], new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true });
        if (await dialog.Result is { Canceled: false, Data: IssuedToken issued })
        {
            await ShowSecretAsync(L["TokenTitle", issued.Token.Name], L["TokenText"], issued.Secret);
            await ReadAsync();
        }
    }

    private Task RevokeAsync(ApiToken token) => Acts.DoAsync("access", () => RevokeNowAsync(token));

    private Task ActAsync(PersonAct wanted) => Acts.DoAsync("access", () => ActNowAsync(wanted));

    private async Task RevokeNowAsync(ApiToken token)
    {
        if (await Dialogs.ConfirmAsync(L["RevokeTitle", token.Name], L["RevokeText"], L["Revoke"], mustType: token.Name) is null)
        {
            return;
        }

        await Permission.DemandAsync(AccessPolicies.Admin);
        var known = await Access.RevokeTokenAsync(token.Id, await Permission.CallerAsync(), CancellationToken.None);
        Snackbar.Add(L[known ? "Revoked" : "Gone", token.Name], known ? Severity.Success : Severity.Warning);
        await ReadAsync();
    }

    private async Task ActNowAsync(PersonAct wanted)
    {
        var (name, isFinal) = (wanted.Person.Name, wanted.Act is AccessAct.PersonRemoved or AccessAct.PasswordReset or AccessAct.SecondFactorReset);
        if (wanted.Act != AccessAct.PersonUnlocked
            && await Dialogs.ConfirmAsync(
                L[$"{wanted.Act}Title", name, wanted.Role ?? ""], L[$"{wanted.Act}Text", name, wanted.Role ?? ""], L[$"{wanted.Act}Act"], destructive: wanted.Act != AccessAct.RoleChanged, mustType: isFinal ? name : null) is null)
        {
            return;
        }

        await Permission.DemandAsync(AccessPolicies.Admin);
        _busy = true;
        try
        {
            await TellAsync(wanted, await DoAsync(wanted, await Permission.CallerAsync()));
            await ReadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private Task<AccessOutcome> DoAsync(PersonAct wanted, string actor) => wanted.Act switch
    {
        AccessAct.RoleChanged => Access.SetRoleAsync(wanted.Person.Id, wanted.Role ?? "", actor, CancellationToken.None),
        AccessAct.PersonLocked => Access.LockAsync(wanted.Person.Id, actor, CancellationToken.None),
        AccessAct.PersonUnlocked => Access.UnlockAsync(wanted.Person.Id, actor, CancellationToken.None),
        AccessAct.PasswordReset => Access.ResetPasswordAsync(wanted.Person.Id, actor, CancellationToken.None),
        AccessAct.SecondFactorReset => Access.ResetSecondFactorAsync(wanted.Person.Id, actor, CancellationToken.None),
        AccessAct.SignedOutEverywhere => Access.SignOutEverywhereAsync(wanted.Person.Id, actor, CancellationToken.None),
        AccessAct.PersonRemoved => Access.RemoveAsync(wanted.Person.Id, actor, CancellationToken.None),
        _ => throw new ArgumentOutOfRangeException(nameof(wanted), wanted.Act, "not something that is done to one person"),
    };

    private async Task TellAsync(PersonAct wanted, AccessOutcome outcome)
    {
        switch (outcome)
        {
            case AccessOutcome.Done { Password: { } password } done:
                await ShowSecretAsync(L["PasswordTitle", done.Person.Name], L["PasswordText"], password);
                break;
            case AccessOutcome.Done done:
                Snackbar.Add(L[$"{wanted.Act}Done", done.Person.Name, wanted.Role ?? ""], Severity.Success);
                break;
            case AccessOutcome.LastAdministrator:
                Snackbar.Add(L["LastAdministrator", wanted.Person.Name], Severity.Error);
                break;
            case AccessOutcome.Invalid(var faults):
                Snackbar.Add(string.Join(' ', faults.Select(fault => fault.Message)), Severity.Error);
                break;
            default:
                Snackbar.Add(L["Gone", wanted.Person.Name], Severity.Warning);
                break;
        }
    }

    private async Task ShowSecretAsync(string title, string text, string secret)
    {
        var dialog = await Dialogs.ShowAsync<SecretDialog>(
            title,
            new DialogParameters<SecretDialog> { { d => d.Text, text }, { d => d.Secret, secret } },
            new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = false, BackdropClick = false });
        await dialog.Result;
    }
}
