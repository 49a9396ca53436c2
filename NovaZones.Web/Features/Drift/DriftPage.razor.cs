using System.Globalization;
using Microsoft.AspNetCore.Components;
using NovaZones.Core.Trials.Drift;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Drift;

/// <summary>Placed instances that would not be placed there now, looked for when somebody asks.</summary>
public sealed partial class DriftPage : IDisposable
{
    /// <summary>Steps of one look; whoever wants more goes on.</summary>
    private const int MostSteps = 10;

    private static readonly string[] _columns = ["instanceId", "reservationId", "name", "host", "reason", "better"];

    private readonly CancellationTokenSource _stop = new();
    private readonly List<DriftItem> _items = [];
    private DateTimeOffset? _asOf;
    private string? _cursor;
    private double _gain = DriftService.UsualGain;
    private double _lookedGain;
    private int _looked;
    private bool _isLooking;

    /// <summary>By how much another host must be better, in the address.</summary>
    [SupplyParameterFromQuery(Name = "gain")]
    public string? Gain { get; set; }

    /// <summary>Looks.</summary>
    [Inject]
    public required DriftService Service { get; init; }

    /// <summary>Keeps the choice in the address.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

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
    protected override void OnParametersSet() =>
        _gain = double.TryParse(Gain, NumberStyles.Float, CultureInfo.InvariantCulture, out var gain) && double.IsFinite(gain) && gain >= 0 ? gain : DriftService.UsualGain;

    private void SetGain(double gain) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("gain", gain.ToString("0.####", CultureInfo.InvariantCulture)), replace: true);

    private Task LookAsync()
    {
        _items.Clear();
        (_cursor, _looked, _lookedGain) = (null, 0, _gain);
        return GoOnAsync();
    }

    private Task GoOnAsync() => Acts.DoAsync("drift", GoOnNowAsync);

    private async Task GoOnNowAsync()
    {
        await Permission.DemandAsync(AccessPolicies.Operate);
        _isLooking = true;
        try
        {
            for (var step = 0; step < MostSteps; step++)
            {
                var (gain, cursor) = (_lookedGain, _cursor); // one list is found by one gain
                var answer = await Task.Run(() => Service.LookAsync(gain, DriftService.MostReservations, cursor, _stop.Token), _stop.Token);
                _items.AddRange(answer.Items);
                _looked += answer.Looked;
                (_cursor, _asOf) = (answer.NextCursor, answer.AsOf);
                StateHasChanged();
                if (_cursor is null)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page was left.
        }
        finally
        {
            _isLooking = false;
        }
    }
}
