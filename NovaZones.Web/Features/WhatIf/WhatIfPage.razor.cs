using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using NovaZones.Core;
using NovaZones.Core.Trials;
using NovaZones.Core.Trials.WhatIf;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.WhatIf;

/// <summary>Drains, losses, purchases and other ratios, tried before anything is done.</summary>
public sealed partial class WhatIfPage : IDisposable
{
    private static readonly string[] _moveColumns = ["instanceId", "reservationId", "name", "from", "to", "reason"];
    private static readonly string[] _overfullColumns = ["host", "provider", "class", "used", "capacity"];

    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<Fault> _faults = [];
    private WhatIfAnswer? _answer;
    private string? _hosts;
    private string? _aggregates;
    private string? _zones;
    private string? _like;
    private string? _class;
    private int _count;
    private double _ratio = 1;
    private bool _isRunning;
    private object? _seen;

    /// <summary>Hosts to begin with, separated by commas: the address of a host's page leads here.</summary>
    [SupplyParameterFromQuery(Name = "hosts")]
    public string? Hosts { get; set; }

    /// <summary>Aggregates whose hosts are gone, separated by commas.</summary>
    [SupplyParameterFromQuery(Name = "aggregates")]
    public string? Aggregates { get; set; }

    /// <summary>Child zones that are lost, separated by commas.</summary>
    [SupplyParameterFromQuery(Name = "zones")]
    public string? Zones { get; set; }

    /// <summary>How many hosts are added.</summary>
    [SupplyParameterFromQuery(Name = "count")]
    public int? Count { get; set; }

    /// <summary>The host that added ones are like.</summary>
    [SupplyParameterFromQuery(Name = "like")]
    public string? Like { get; set; }

    /// <summary>The resource class whose ratio is another.</summary>
    [SupplyParameterFromQuery(Name = "class")]
    public string? Class { get; set; }

    /// <summary>That ratio.</summary>
    [SupplyParameterFromQuery(Name = "ratio")]
    public double? Ratio { get; set; }

    /// <summary>Keeps in the address what is supposed.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>Tries it.</summary>
    [Inject]
    public required WhatIfService Service { get; init; }

    /// <summary>Says what stood in the way of an act.</summary>
    [Inject]
    public required GuardedActs Acts { get; init; }

    /// <summary>Whether the person may.</summary>
    [Inject]
    public required Permission Permission { get; init; }

    /// <inheritdoc />
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private object Supposed => (Hosts, Aggregates, Zones, Count, Like, Class, Ratio);

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        // Drawn anew with the same address, what is being typed stays.
        if (!Supposed.Equals(_seen))
        {
            FillFromAddress();
        }
    }

    private void FillFromAddress()
    {
        _seen = Supposed;
        Fill(new Entered(Hosts, Aggregates, Zones, Like, Class, Math.Clamp(Count ?? 0, 0, 10_000), Ratio is { } ratio && double.IsFinite(ratio) ? ratio : 1));
    }

    private async Task GoAsync()
    {
        if (await Acts.TryAsync("what if", GoNowAsync) is { } fault)
        {
            (_answer, _faults) = (null, [fault]);
        }
    }

    private async Task GoNowAsync()
    {
        await Permission.DemandAsync(AccessPolicies.Operate);
        WriteAddress();
        var ask = new WhatIfAsk
        {
            RemoveHosts = Names(_hosts),
            RemoveAggregates = Names(_aggregates),
            RemoveZones = Names(_zones),
            AddHosts = _count > 0 ? [new AddedHosts(_count, _like?.Trim() ?? "")] : [],
            Ratios = string.IsNullOrWhiteSpace(_class) ? [] : [new ChangedRatio(_class.Trim(), _ratio)],
        };
        _isRunning = true;
        try
        {
            (_answer, _faults) = await Task.Run(() => Service.AskAsync(ask, _stop.Token), _stop.Token) switch
            {
                WhatIfOutcome.Answered(var answer) => (answer, (IReadOnlyList<Fault>)[]),
                WhatIfOutcome.Invalid(var faults) => (null, faults),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page was left.
        }
        finally
        {
            _isRunning = false;
        }
    }

    private void WriteAddress()
    {
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
            {
                ["hosts"] = Text(_hosts),
                ["aggregates"] = Text(_aggregates),
                ["zones"] = Text(_zones),
                ["count"] = _count > 0 ? _count : null,
                ["like"] = Text(_like),
                ["class"] = Text(_class),
                ["ratio"] = Text(_class) is null ? null : _ratio,
            }),
            replace: true);

        static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    private static ImmutableArray<string> Names(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    private string Summary(WhatIfAnswer answer) =>
        answer.Displaced == 0 ? L["NothingDisplaced"]
        : answer.Lost == 0 ? L["AllPlaced", answer.Displaced]
        : L["SomeLost", answer.Displaced, answer.Lost];

    /// <summary>Classes that are there in both pictures.</summary>
    private static IEnumerable<(TrialUse Before, TrialUse After)> Pairs(WhatIfAnswer answer) =>
        answer.Before.Resources.Join(answer.After.Resources, r => r.Class, r => r.Class, (was, would) => (was, would)).Where(p => p.was.Used + p.would.Used > 0);
}
