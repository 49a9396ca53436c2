using Microsoft.AspNetCore.Components;
using NovaZones.Web.Components;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Web.Features.Settings;

/// <summary>The settings as they are in force, with where each comes from; no secret is ever shown.</summary>
public partial class SettingsPage
{
    private const string Deployment = "deployment";

    /// <summary>A part of a key or value, in the address.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    /// <summary>Which settings, in the address: <c>deployment</c> for what environment and command line set, else all.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    /// <summary>The settings.</summary>
    [Inject]
    public required SettingsReader Reader { get; init; }

    /// <summary>Builds addresses.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    private IReadOnlyList<Setting> Shown =>
    [
        .. Reader.All.Where(setting =>
            (Show != Deployment || setting.Source is SettingSource.Environment or SettingSource.CommandLine or SettingSource.Other)
            && (string.IsNullOrWhiteSpace(Text)
                || setting.Key.Contains(Text.Trim(), StringComparison.OrdinalIgnoreCase)
                || setting.Value?.Contains(Text.Trim(), StringComparison.OrdinalIgnoreCase) == true)),
    ];

    private IReadOnlyList<LinkTab> SourceTabs => [Tab("All", null), Tab("Deployment", Deployment)];

    private LinkTab Tab(string word, string? show) =>
        new(L[word], Navigation.GetUriWithQueryParameter("show", show), Show == show || (show is null && Show != Deployment), null, $"settings-{show ?? "all"}");

    private string SourceText(Setting setting) => setting.Source == SettingSource.File ? setting.SourceName : L[setting.Source.ToString()];

    private void Search(string? text) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("q", string.IsNullOrWhiteSpace(text) ? null : text), replace: true);
}
