using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using NovaZones.Core.Policies;
using NovaZones.Core.Policies.Preview;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Policies.Parts;

/// <summary>Tries what is being edited on the last requests, a moment after each change; an older try is given up for a newer one.</summary>
public sealed partial class PreviewPanel : IDisposable
{
    /// <summary>Pause after the last change: a slider on its way is not worth a try.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);

    private const int MostHosts = 4;

    private static readonly string[] _columns = ["reservationId", "name", "before", "after", "reason"];

    private PolicyPreview? _preview;
    private string? _fault;
    private string? _key;
    private bool _isRunning;
    private CancellationTokenSource? _running;

    /// <summary>What is being edited.</summary>
    [Parameter]
    [EditorRequired]
    public required PolicyDraft Draft { get; set; }

    /// <summary>Told with every answer; null when there is none.</summary>
    [Parameter]
    public EventCallback<PolicyPreview?> OnPreview { get; set; }

    /// <summary>Tries it.</summary>
    [Inject]
    public required PolicyPreviewService Previews { get; init; }

    /// <summary>Says what stood in the way of an act.</summary>
    [Inject]
    public required GuardedActs Acts { get; init; }

    /// <summary>Whether the person may.</summary>
    [Inject]
    public required Permission Permission { get; init; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    /// <inheritdoc />
    public void Dispose() => GiveUp();

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (!RendererInfo.IsInteractive || Draft.Fingerprint is var key && key == _key)
        {
            return;
        }

        _key = Draft.Fingerprint;
        GiveUp();
        if (!Draft.HasChanges)
        {
            (_preview, _fault, _isRunning) = (null, null, false);
            return;
        }

        _isRunning = true;
        _running = new CancellationTokenSource();
        _ = TryAsync(Draft.ToPolicy(string.Empty), _running.Token);
    }

    private async Task TryAsync(Policy draft, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Quiet, Time, cancellationToken);
            if (await Acts.TryAsync("policy preview", () => TryNowAsync(draft, cancellationToken)) is { } fault)
            {
                cancellationToken.ThrowIfCancellationRequested();
                (_preview, _fault) = (null, fault.Message);
            }

            _isRunning = false;
            await InvokeAsync(async () =>
            {
                StateHasChanged();
                await OnPreview.InvokeAsync(_preview);
            });
        }
        catch (OperationCanceledException)
        {
            // A newer change came, or the page was left.
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await DispatchExceptionAsync(failure);
        }
    }

    private async Task TryNowAsync(Policy draft, CancellationToken cancellationToken)
    {
        await Permission.DemandAsync(AccessPolicies.Operate);

        // Not on the circuit's own turn, which must stay free for the hand on the slider.
        var outcome = await Task.Run(() => Previews.PreviewAsync(draft, PolicyPreviewService.UsualRequests, cancellationToken), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        (_preview, _fault) = outcome switch
        {
            PolicyPreviewOutcome.Previewed(var preview) => (preview, (string?)null),
            PolicyPreviewOutcome.Invalid(var faults) => (null, string.Join(" ", faults.Select(f => $"{f.Field} {f.Message}."))),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private void GiveUp()
    {
        _running?.Cancel();
        _running?.Dispose();
        _running = null;
    }

    private static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(double? value) => value is { } share ? share.ToString("0.0 %", CultureInfo.InvariantCulture) : "—";

    private string Hosts(ImmutableArray<string> hosts) => hosts.Length switch
    {
        0 => L["Nowhere"],
        <= MostHosts => string.Join(", ", hosts),
        _ => L["More", string.Join(", ", hosts.Take(MostHosts)), hosts.Length - MostHosts],
    };

    private IEnumerable<object?[]> Rows() => (_preview?.Decisions ?? []).Select(decision => new object?[]
    {
        decision.ReservationId, decision.Name, string.Join(", ", decision.Before), string.Join(", ", decision.After), decision.Reason,
    });
}
