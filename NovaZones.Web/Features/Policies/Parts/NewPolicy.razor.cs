using System.Diagnostics;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using NovaZones.Core.Policies;
using NovaZones.Web.Components;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Policies.Parts;

/// <summary>Makes a policy as a copy of another and goes to it.</summary>
public sealed partial class NewPolicy
{
    /// <summary>The policy to copy; the default one when there is none of that name.</summary>
    [Parameter]
    [EditorRequired]
    public string Like { get; set; } = "";

    /// <summary>A name that is offered.</summary>
    [Parameter]
    public string? Offered { get; set; }

    /// <summary>The policies.</summary>
    [Inject]
    public required PolicyBook Book { get; init; }

    /// <summary>Asks for a name.</summary>
    [Inject]
    public required IDialogService Dialogs { get; init; }

    /// <summary>Says what was done.</summary>
    [Inject]
    public required ISnackbar Snackbar { get; init; }

    /// <summary>Goes to the new policy.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>Says what stood in the way.</summary>
    [Inject]
    public required GuardedActs Acts { get; init; }

    /// <summary>Whether the person may, and who it is.</summary>
    [Inject]
    public required Permission Permission { get; init; }

    private async Task AskAsync()
    {
        if ((Book.Find(Like) ?? Book.Find(Policy.DefaultName)) is not { } basis)
        {
            return;
        }

        var label = Offered is null ? L["Name"] : L["NameOr", Offered];
        if (await Dialogs.ConfirmAsync(L["New"], L["Text", basis.Name, basis.Version], L["Create"], label, destructive: false) is { } typed)
        {
            await Acts.DoAsync("policies", () => CreateAsync(basis, typed));
        }
    }

    private async Task CreateAsync(Policy basis, string typed)
    {
        var name = string.IsNullOrWhiteSpace(typed) ? Offered ?? "" : typed.Trim();
        await Permission.DemandAsync(AccessPolicies.Operate);
        if (PolicyName.FaultOf(name) is { } fault)
        {
            Snackbar.Add(L["BadName", name, fault.Message], Severity.Error);
            return;
        }

        var draft = basis with { Name = name, Comment = L["Comment", basis.Name, basis.Version], CreatedBy = await Permission.CallerAsync() };

        // Only where there is none: a name that is taken must not be overwritten.
        switch (await Book.SaveAsync(draft, expectedVersion: 0, CancellationToken.None))
        {
            case PolicySaveOutcome.Saved(var saved):
                Snackbar.Add(L["Created", saved.Name], Severity.Success);
                Navigation.NavigateTo($"{ConsoleRoutes.Policies}?name={Uri.EscapeDataString(saved.Name)}");
                break;
            case PolicySaveOutcome.Invalid(var faults):
                Snackbar.Add(string.Join(' ', faults.Select(fault => $"{fault.Field} {fault.Message}.")), Severity.Error);
                break;
            case PolicySaveOutcome.Conflict:
                Snackbar.Add(L["Taken", name], Severity.Error);
                break;
            default:
                throw new UnreachableException();
        }
    }
}
