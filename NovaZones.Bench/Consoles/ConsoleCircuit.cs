using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace NovaZones.Bench.Consoles;

/// <summary>An open overview without a browser: the page is fetched, made live over its own connection, and every change of it taken and acknowledged.</summary>
/// <remarks>To the zone it is a console like any other; only nobody draws it, so that fifty of them take no processor time from the zone.</remarks>
internal sealed class ConsoleCircuit : IAsyncDisposable
{
    // Words that stand beside the figure of placements; they are sent when that figure changes, which it does with every reading under load.
    private static readonly byte[] Figure = "a minute"u8.ToArray();

    private readonly HubConnection _connection;
    private readonly TaskCompletionSource _isDrawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new(); // guards _updates
    private readonly List<TimeSpan> _updates = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _bytes;

    private ConsoleCircuit(HubConnection connection) => _connection = connection;

    /// <summary>Bytes of changes that were sent to this console.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Moments since the console was opened at which its figures changed.</summary>
    public IReadOnlyList<TimeSpan> Updates
    {
        get
        {
            lock (_lock)
            {
                return [.. _updates];
            }
        }
    }

    /// <summary>Opens the overview and waits until the heat map was handed over, the last thing that a new page does.</summary>
    /// <exception cref="InvalidDataException">The page failed.</exception>
    public static async Task<ConsoleCircuit> OpenAsync(ConsoleSession session, CancellationToken cancellationToken)
    {
        var page = ConsolePage.Read(await session.OverviewAsync(cancellationToken).ConfigureAwait(false));
        var builder = new HubConnectionBuilder().WithUrl(new Uri(session.Zone, "/_blazor"), HttpTransportType.WebSockets, options =>
        {
            options.Cookies = session.Cookies;
            options.SkipNegotiation = true;
            options.Headers["Origin"] = session.Zone.GetLeftPart(UriPartial.Authority);
        });
        builder.Services.AddSingleton<IHubProtocol>(new BlazorPackProtocol());
        var circuit = new ConsoleCircuit(builder.Build());
        try
        {
            circuit.Listen();
            await circuit._connection.StartAsync(cancellationToken).ConfigureAwait(false);
            var id = await circuit._connection.InvokeAsync<string?>("StartCircuit", session.Zone.ToString(), session.Zone.ToString(), "[]", page.State, cancellationToken).ConfigureAwait(false);
            if (id is null)
            {
                throw new InvalidDataException("The zone opened no console.");
            }

            await circuit._connection.SendAsync("UpdateRootComponents", page.Operations, page.State, cancellationToken).ConfigureAwait(false);
            await circuit._isDrawn.Task.WaitAsync(TimeSpan.FromMinutes(2), cancellationToken).ConfigureAwait(false);
            return circuit;
        }
        catch
        {
            await circuit.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private void Listen()
    {
        _connection.On<int, byte[]>("JS.RenderBatch", TakeAsync);
        _connection.On<long, string, string, int, long, int>("JS.BeginInvokeJS", AnswerAsync);
        _connection.On<int, byte[]>("JS.ReceiveByteArray", (_, data) => Interlocked.Add(ref _bytes, data.Length));
        _connection.On<string>("JS.Error", text => _isDrawn.TrySetException(new InvalidDataException($"The page failed: {text}")));
        _connection.Closed += fault =>
        {
            _isDrawn.TrySetException(fault ?? new InvalidDataException("The zone closed the console."));
            return Task.CompletedTask;
        };
    }

    private Task TakeAsync(int batch, byte[] data)
    {
        Interlocked.Add(ref _bytes, data.Length);
        if (data.AsSpan().IndexOf(Figure) >= 0)
        {
            lock (_lock)
            {
                _updates.Add(Stopwatch.GetElapsedTime(_started));
            }
        }

        return _connection.SendAsync("OnRenderCompleted", (long)batch, null);
    }

    private async Task AnswerAsync(long handle, string name, string arguments, int resultKind, long target, int callKind)
    {
        if (handle != 0)
        {
            object? result = name switch
            {
                "import" => new Dictionary<string, int> { ["__jsObjectId"] = 1 },
                "novaZonesTheme.isDark" => false,
                "novaZonesBrowser.timeZone" => "UTC",
                _ => null,
            };
            await _connection.SendAsync("EndInvokeJSFromDotNet", handle, true, JsonSerializer.Serialize(new[] { handle, true, result })).ConfigureAwait(false);
        }

        if (name == "draw")
        {
            _isDrawn.TrySetResult();
        }
    }
}
