using System.Runtime.InteropServices;

namespace NovaZones.Web.Demo;

/// <summary>Turns the first Ctrl-C, SIGTERM or closed terminal into a cancellation; the second one ends the process at once.</summary>
/// <remarks>Ending at once leaves no zone behind either: their <c>ParentWatch</c> sees the pipe close.</remarks>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _signals = [];

    internal StopRequest()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            _signals.Add(PosixSignalRegistration.Create(signal, Stop));
        }
    }

    internal CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        if (!_source.IsCancellationRequested)
        {
            context.Cancel = true;
            _source.Cancel();
        }
    }
}
