using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace NovaZones.Bench.Drill;

/// <summary>A TCP line between a parent and a child that can be disturbed while both live. Knows nothing of what runs over it.</summary>
internal sealed class CutLine : IAsyncDisposable
{
    /// <summary>What Linux waits at least before it sends again.</summary>
    private static readonly TimeSpan Retransmission = TimeSpan.FromMilliseconds(200);

    private readonly TcpListener _listener;
    private readonly int _target;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Socket, byte> _sockets = new();
    private readonly Task _accepting;
    private volatile LineState _state;

    private CutLine(string name, TcpListener listener, int target)
    {
        Name = name;
        _listener = listener;
        _target = target;
        _accepting = AcceptAsync();
    }

    /// <summary>Which zones it joins.</summary>
    internal string Name { get; }

    /// <summary>How long everything takes that passes, each way.</summary>
    internal TimeSpan Delay { get; set; }

    /// <summary>
    /// Share of what passes that is lost on the way, 0 to 1. The network sends it again, so a program sees it late, and after it whatever
    /// followed.
    /// </summary>
    internal double Loss { get; set; }

    internal Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Listens on a free loopback port for a zone on another.</summary>
    internal static CutLine Start(string name, int target)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new CutLine(name, listener, target);
    }

    /// <summary>Disturbs the line, or heals it. Either breaks what was under way, except that a silent line keeps its connections.</summary>
    internal void Be(LineState state)
    {
        var before = _state;
        _state = state;
        if (state == LineState.Cut || (state == LineState.Open && before != LineState.Open))
        {
            foreach (var socket in _sockets.Keys)
            {
                Break(socket);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Be(LineState.Cut);
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_end.Token));
            }
            catch (Exception ex) when (ex is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One caller less, or the end.
            }
        }
    }

    private async Task ServeAsync(Socket near)
    {
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (near)
        {
            near.NoDelay = true;
            _sockets[near] = 0;
            _sockets[far] = 0;
            try
            {
                if (_state == LineState.Cut)
                {
                    return;
                }

                await far.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
                await Task.WhenAny(PumpAsync(near, far, isAnswer: false), PumpAsync(far, near, isAnswer: true));
            }
            catch (Exception ex) when (ex is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Nobody listens behind: to the caller it is a connection that broke.
            }
            finally
            {
                _sockets.TryRemove(near, out _);
                _sockets.TryRemove(far, out _);
                Break(near);
                Break(far);
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool isAnswer)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, _end.Token)) > 0)
            {
                // What is swallowed once makes the rest of the connection useless; it is broken when the line heals.
                if (_state != LineState.Silent && !(_state == LineState.Deaf && isAnswer))
                {
                    await HoldAsync();
                    await to.SendAsync(buffer.AsMemory(0, read), _end.Token);
                }
            }
        }
        catch (Exception ex) when (ex is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other direction ends with this one.
        }
    }

    private async Task HoldAsync()
    {
        var late = Delay;
        while (Loss > 0 && Random.Shared.NextDouble() < Loss)
        {
            late += Retransmission;
        }

        if (late > TimeSpan.Zero)
        {
            await Task.Delay(late, _end.Token);
        }
    }

    private static void Break(Socket socket)
    {
        try
        {
            // Without the polite end: a reset, as a cable that is pulled leaves behind in the end.
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }
        catch (Exception ex) when (ex is SocketException or ObjectDisposedException)
        {
            // Broken already.
        }
    }
}

/// <summary>How a line is.</summary>
internal enum LineState
{
    /// <summary>Everything passes.</summary>
    Open,

    /// <summary>Connections are reset, new ones too.</summary>
    Cut,

    /// <summary>Everything is swallowed, connections stay.</summary>
    Silent,

    /// <summary>Questions pass, answers are swallowed.</summary>
    Deaf,
}
