using Microsoft.AspNetCore.Components;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Web.Features.WhatIf;

/// <content>Keeps what was entered over a restart of the zone.</content>
public sealed partial class WhatIfPage
{
    private const string DraftName = "what if";

    private bool _isRestored;
    private bool _mayKeep;
    private Entered? _kept;

    /// <summary>Keeps what is entered.</summary>
    [Inject]
    public required Drafts Drafts { get; init; }

    private Entered Fields => new(_hosts, _aggregates, _zones, _like, _class, _count, _ratio);

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            if (await Drafts.TakeAsync<Entered>(DraftName) is { } entered)
            {
                // What was typed last is newer than the address.
                Fill(entered);
                (_seen, _isRestored) = (Supposed, true);
            }

            (_kept, _mayKeep) = (Fields, true);
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_mayKeep && Fields != _kept)
        {
            _kept = Fields;
            await Drafts.KeepAsync(DraftName, _kept);
        }
    }

    private void StartOver()
    {
        _isRestored = false;
        FillFromAddress();
    }

    private void Fill(Entered entered) =>
        (_hosts, _aggregates, _zones, _like, _class, _count, _ratio) = (entered.Hosts, entered.Aggregates, entered.Zones, entered.Like, entered.Class, entered.Count, entered.Ratio);

    private sealed record Entered(string? Hosts, string? Aggregates, string? Zones, string? Like, string? Class, int Count, double Ratio);
}
