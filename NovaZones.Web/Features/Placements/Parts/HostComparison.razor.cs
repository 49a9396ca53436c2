using System.Text.Json;
using Microsoft.AspNetCore.Components;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Compare;

namespace NovaZones.Web.Features.Placements.Parts;

/// <summary>Two hosts of this zone side by side for a request that was made, as the fleet is now.</summary>
public partial class HostComparison
{
    private string? _first;
    private string? _second;
    private string? _fault;
    private (string First, string Second)? _compared;
    private ComparisonAnswer? _answer;

    /// <summary>The request as canonical JSON.</summary>
    [Parameter]
    [EditorRequired]
    public required string RequestJson { get; set; }

    /// <summary>Hosts to begin with, the best first.</summary>
    [Parameter]
    public IReadOnlyList<string> Leading { get; set; } = [];

    /// <summary>Compares.</summary>
    [Inject]
    public required ComparisonService Comparisons { get; init; }

    /// <summary>Reads the request.</summary>
    [Inject]
    public required PlacementRequestParser Parser { get; init; }

    /// <summary>Keeps the two in the address, so that the comparison can be sent to somebody and comes back after reloading.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>One host, as in the address.</summary>
    [SupplyParameterFromQuery(Name = "first")]
    public string? AskedFirst { get; set; }

    /// <summary>The other, as in the address.</summary>
    [SupplyParameterFromQuery(Name = "second")]
    public string? AskedSecond { get; set; }

    /// <inheritdoc />
    protected override void OnInitialized() => (_first, _second) = (Leading.ElementAtOrDefault(0), Leading.ElementAtOrDefault(1));

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        if (AskedFirst is null || AskedSecond is null || _compared == (AskedFirst, AskedSecond))
        {
            return Task.CompletedTask;
        }

        (_first, _second) = (AskedFirst, AskedSecond);
        return RunAsync();
    }

    private async Task CompareAsync()
    {
        var address = Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["first"] = _first?.Trim() ?? "", ["second"] = _second?.Trim() ?? "" });
        if (address == Navigation.Uri)
        {
            await RunAsync(); // once more, as the fleet is now
        }
        else
        {
            Navigation.NavigateTo(address);
        }
    }

    private async Task RunAsync()
    {
        _compared = (_first?.Trim() ?? "", _second?.Trim() ?? "");
        (_answer, _fault) = (null, null);
        using var request = JsonDocument.Parse(RequestJson);
        var body = JsonSerializer.SerializeToElement(new { request = request.RootElement, hosts = new[] { _first?.Trim(), _second?.Trim() } });
        if (!ComparisonRequestParser.TryRead(body, Parser, out var asked, out var hosts, out var faults))
        {
            _fault = string.Join("; ", faults.Select(f => f.Message));
            return;
        }

        switch (await Comparisons.CompareAsync(asked!, hosts, CancellationToken.None))
        {
            case ComparisonOutcome.Compared(var answer):
                _answer = answer;
                break;
            case ComparisonOutcome.UnknownPolicy(var policy):
                _fault = L["NoPolicy", policy];
                break;
            case ComparisonOutcome.Invalid(var wrong):
                _fault = string.Join("; ", wrong.Select(f => f.Message));
                break;
        }
    }
}
