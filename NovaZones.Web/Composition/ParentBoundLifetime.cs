using System.Runtime.InteropServices;

namespace NovaZones.Web.Composition;

/// <summary>A lifetime for a zone that another process started: SIGTERM stops it, Ctrl-C is left to the parent.</summary>
/// <remarks>
/// A terminal sends Ctrl-C to every process of the group at once. The parent stops its zones in order and must not race with them;
/// when it is gone instead, <see cref="ParentWatch"/> stops the zone.
/// </remarks>
internal sealed class ParentBoundLifetime(IHostApplicationLifetime lifetime) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true; // the default would end the process before its services have stopped
        lifetime.StopApplication();
    }
}
