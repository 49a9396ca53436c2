using System.Globalization;
using Microsoft.AspNetCore.Components;
using NovaZones.Core.Placement;
using NovaZones.Core.Policies;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Web.Features.Policies.Parts;

/// <summary>What differs between two versions of a policy; which two lives in the address.</summary>
public sealed partial class VersionCompare
{
    private static readonly string[] _columns = ["part", "name", "before", "after"];

    private IReadOnlyList<SelectOption> _options = [];
    private IReadOnlyList<PolicyChange>? _changes;
    private int? _from;
    private int? _to;
    private bool _isUnknown;

    /// <summary>The versions, newest first.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<Policy> Versions { get; set; } = [];

    /// <summary>Two numbers as <c>3..5</c>.</summary>
    [SupplyParameterFromQuery(Name = "compare")]
    public string? Compare { get; set; }

    /// <summary>What a policy may name.</summary>
    [Inject]
    public required PluginCatalog Catalog { get; init; }

    /// <summary>Builds addresses.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    private string PolicyName => Versions is [var any, ..] ? any.Name : "";

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        _options = [new SelectOption("", "—"), .. Versions.Select(version => new SelectOption(Key(version.Version), version.Comment is { } why ? $"{version.Version} · {why}" : Key(version.Version)))];
        (_changes, _isUnknown) = (null, false);
        if (string.IsNullOrEmpty(Compare))
        {
            (_from, _to) = (null, null);
            return;
        }

        var parts = Compare.Split("..");
        (_from, _to) = (Number(parts[0]), parts.Length == 2 ? Number(parts[1]) : null);
        var (before, after) = (Find(_from), Find(_to));
        if (before is not null && after is not null)
        {
            var draft = new PolicyDraft(before, Catalog.FilterNames, Catalog.WeigherNames);
            draft.Load(after);
            _changes = draft.Changes();
            return;
        }

        // One of the two is still to be chosen, or the address names what is not listed.
        _isUnknown = parts.Length != 2 || (parts[0].Length > 0 && before is null) || (parts[1].Length > 0 && after is null);
    }

    private Policy? Find(int? number) => Versions.FirstOrDefault(version => version.Version == number);

    private void Choose(string from, string to) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("compare", from.Length + to.Length > 0 ? $"{from}..{to}" : null), replace: true);

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Key(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
