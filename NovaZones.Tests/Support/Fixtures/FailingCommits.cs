using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>The real store behind a database that fails while it commits, and perhaps when it is read afterwards.</summary>
internal sealed class FailingCommits(IClaimStore store) : IClaimStore
{
    private CommitGate? _gate;

    /// <summary>Whether the next commit fails, once.</summary>
    public bool FailsNext { get; set; }

    /// <summary>Whether the commit that fails is durable all the same.</summary>
    public bool IsDurable { get; set; }

    /// <summary>Loads that fail from now on.</summary>
    public int FailingLoads { get; set; }

    /// <summary>Lets the next commit wait until it is opened.</summary>
    public CommitGate HoldNext() => _gate = new CommitGate();

    public Task<LoadedFleet> LoadAsync(CancellationToken cancellationToken) =>
        FailingLoads-- > 0 ? throw new StoreFaultException("The file cannot be read.", new IOException()) : store.LoadAsync(cancellationToken);

    public async Task CommitAsync(FleetChanges changes, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _gate, null) is { } gate)
        {
            await gate.PassAsync();
        }

        var fails = FailsNext;
        FailsNext = false;
        if (!fails || IsDurable)
        {
            await store.CommitAsync(changes, cancellationToken);
        }

        if (fails)
        {
            throw new UncertainCommitException(new IOException("The disk went away."));
        }
    }

    public Task FlushAsync(IReadOnlyList<Host> hosts, CancellationToken cancellationToken) => store.FlushAsync(hosts, cancellationToken);
}
