using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using NovaZones.Core.Policies;
using NovaZones.Web.Components;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Web.Features.Policies;

/// <content>What keeps an edited policy from being lost: a question before it is left, and the browser's tab over a restart of the zone.</content>
public partial class PoliciesPage
{
    private const string DraftName = "policies";

    private bool _mayKeep;
    private bool _isRestored;
    private string? _kept;

    /// <summary>Keeps what is edited.</summary>
    [Inject]
    public required Drafts Drafts { get; init; }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        var edited = _draft is { HasChanges: true } draft ? draft : null;
        var key = edited is null ? null : $"{edited.Fingerprint}|{edited.Comment}";
        if (_mayKeep && key != _kept)
        {
            _kept = key;
            await Drafts.KeepAsync(DraftName, edited?.ToPolicy(string.Empty));
        }
    }

    private async Task RestoreAsync()
    {
        var kept = await Drafts.TakeAsync<Policy>(DraftName);
        if (kept is { Filters.IsDefault: false, Weights: not null, Limits: not null } && kept.Name == PolicyName && _mayEdit && _draft is { HasChanges: false } fresh)
        {
            // The comparison stays with the version it was made of: a newer one is told of, as if the page had been open all the time.
            var basis = _versions.FirstOrDefault(version => version.Version == kept.Version) ?? fresh.Basis;
            _draft = new PolicyDraft(basis, Catalog.FilterNames, Catalog.WeigherNames);
            _draft.Load(kept);
            _draft.Comment = kept.Comment;
            _newer = basis.Version == fresh.Basis.Version ? null : fresh.Basis;
            _isRestored = true;
        }

        _mayKeep = true;
    }

    private async Task AskToLeaveAsync(LocationChangingContext leaving)
    {
        if (_draft is not { HasChanges: true } draft || IsThisPolicy(leaving.TargetLocation))
        {
            return;
        }

        if (await Dialogs.ConfirmAsync(L["LeaveTitle"], L["LeaveText", draft.Basis.Name, draft.Changes().Count], L["Leave"]) is null)
        {
            leaving.PreventNavigation();
            return;
        }

        StartOver();
        await Drafts.KeepAsync<Policy>(DraftName, null);
    }

    private bool IsThisPolicy(string location)
    {
        var target = Navigation.ToAbsoluteUri(location);
        var name = QueryHelpers.ParseQuery(target.Query).TryGetValue("name", out var named) ? named.ToString() : "";
        return target.AbsolutePath == Navigation.ToAbsoluteUri(ConsoleRoutes.Policies).AbsolutePath && (name.Length == 0 ? Policy.DefaultName : name) == PolicyName;
    }
}
