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

    /// <summary>Hosts to begin with, separated by commas: the address of a host's page leads here.</summary>
    [SupplyParameterFromQuery(Name = "hosts")]
    public string? Hosts { get; set; }

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

    /// <inheritdoc />
    protected override void OnParametersSet() => _hosts ??= Hosts;

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
