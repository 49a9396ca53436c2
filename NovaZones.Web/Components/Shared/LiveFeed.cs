using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using NovaZones.Core.Live;

namespace NovaZones.Web.Components.Shared;

/// <summary>Keeps the page around it live: calls it when a topic changes, and now and then so that ages move.</summary>
/// <remarks>
/// The first call comes after the subscription is made, so nothing that happens between reading and listening is missed. Calls
/// never overlap: what arrives during one is answered by one more. Silent while a page is only being prerendered, and while the
/// operator lets it stand still. When what is stored cannot be read, the page stays as it is, says so in its head, and is tried again.
/// </remarks>
public sealed class LiveFeed : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(5);

    // Consoles that wait for exactly as long all read at the same moment once anything has held them up together, and those who place feel it.
    private readonly double _pace = 1 - (Random.Shared.NextDouble() / 6);
    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;
    private bool _isRunning;
    private bool _isStale;
    private string? _fault;

    /// <summary>Where changes are told.</summary>
    [Inject]
    public required ChangeFeed Feed { get; init; }

    /// <summary>Says whose turn it is.</summary>
    [Inject]
    public required RenderTurns Turns { get; init; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    /// <summary>Tells the switch in the page's head, and is told by it.</summary>
    [Inject]
    public required LivePage Page { get; init; }

    /// <summary>Knows when the page reads because its address changed.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>Keeps what a fault says of itself.</summary>
    [Inject]
    public required PageFaults Faults { get; init; }

    /// <summary>What to listen for.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<ChangeTopic> Topics { get; set; } = [];

    /// <summary>About the least time between two calls for changes, up to a sixth less; default half a second.</summary>
    [Parameter]
    public TimeSpan Quiet { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time between calls without any change; default 5 s, zero for none.</summary>
    [Parameter]
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads what has to be waited for, before it is the page's turn to be drawn; the page is not rendered for it. None by default.</summary>
    [Parameter]
    public Func<Task>? Read { get; set; }

    /// <summary>Reads the page's data anew, or takes over what <see cref="Read"/> read; the page is rendered afterwards.</summary>
    [Parameter]
    public EventCallback OnChange { get; set; }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        Page.Leave(this);
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        if (RendererInfo.IsInteractive)
        {
            Page.Enter(this);
            Navigation.LocationChanged += OnLocationChanged;
            _watching = Task.WhenAll(WatchAsync(_stop.Token), TickAsync(_stop.Token));
        }
    }

    /// <summary>Calls once, for what was missed while the page stood still.</summary>
    internal Task CatchUpAsync() => InvokeAsync(CallAsync);

    // Another filter or page of the list: that is read even while the page stands still.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => Page.Reading(this, Time.GetUtcNow());

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var subscription = Feed.Subscribe();
            await InvokeAsync(CallAsync);
            await foreach (var topics in subscription.ReadAsync(Quiet * _pace, Time, cancellationToken))
            {
                if (topics.Overlaps(Topics))
                {
                    await InvokeAsync(CallAsync);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The operator left.
        }
        catch (Exception ex)
        {
            await DispatchExceptionAsync(ex); // shown by the page's error boundary, never lost
        }
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Every > TimeSpan.Zero ? Every : _retry, Time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (Every > TimeSpan.Zero || _fault is not null)
                {
                    await InvokeAsync(CallAsync);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The operator left.
        }
        catch (Exception ex)
        {
            await DispatchExceptionAsync(ex);
        }
    }

    private async Task CallAsync()
    {
        if (_stop.IsCancellationRequested || Page.IsPaused)
        {
            return;
        }

        if (_isRunning)
        {
            _isStale = true;
            return;
        }

        _isRunning = true;
        try
        {
            do
            {
                _isStale = false;
                Page.Reading(this, Time.GetUtcNow());
                if (Read is not null)
                {
                    await Read();
                }

                await Turns.TakeAsync(OnChange.InvokeAsync, _stop.Token);
                _fault = null;
                Page.Recovered(this);
            }
            while (_isStale && !_stop.IsCancellationRequested && !Page.IsPaused);
        }
        catch (Exception ex) when (PageFaults.IsOfStore(ex) && !_stop.IsCancellationRequested)
        {
            _fault ??= Faults.Note(new Uri(Navigation.Uri).AbsolutePath, ex); // once, not with every look
            Page.Failed(this, _fault);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The operator left while others had their turn.
        }
        finally
        {
            _isRunning = false;
        }
    }
}
