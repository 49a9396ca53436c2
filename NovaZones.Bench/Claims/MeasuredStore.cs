using System.Diagnostics;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;

namespace NovaZones.Bench.Claims;

/// <summary>Passes everything on to the real store and notes what each group held and took.</summary>
internal sealed class MeasuredStore(IClaimStore store) : IClaimStore
{
    /// <summary>Reservations of each group since the last <see cref="Clear"/>.</summary>
    public List<int> Groups { get; } = [];

    /// <summary>Microseconds of each group.</summary>
    public List<double> Times { get; } = [];

    public void Clear()
    {
        Groups.Clear();
        Times.Clear();
    }

    public Task<LoadedFleet> LoadAsync(CancellationToken cancellationToken) => store.LoadAsync(cancellationToken);

    public async Task CommitAsync(FleetChanges changes, CancellationToken cancellationToken)
    {
        var from = Stopwatch.GetTimestamp();
        await store.CommitAsync(changes, cancellationToken).ConfigureAwait(false);
        Times.Add(Stopwatch.GetElapsedTime(from).TotalMicroseconds);
        Groups.Add(changes.Reservations.Count);
    }

    public Task FlushAsync(IReadOnlyList<Host> hosts, CancellationToken cancellationToken) => store.FlushAsync(hosts, cancellationToken);
}
