namespace NovaZones.Core.Replicas;

/// <summary>Lets one replica at a time make what a new zone needs once: roles, first administrator, first token, identity.</summary>
public sealed class StartGate(IWorkLeaseStore store, ReplicaSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // Whoever starts gives no sign of life until it is done.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits for this replica's turn; dispose to end it. One that dies meanwhile is waited for half a minute, or the lease time if that is longer.</summary>
    public async Task<IAsyncDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        var watch = new LeaseWatch(settings.LeaseTime > Patience ? settings.LeaseTime : Patience, time);
        while (!await store.TryAddAsync(WorkLease.Start, cancellationToken).ConfigureAwait(false))
        {
            var leases = await store.ListAsync(cancellationToken).ConfigureAwait(false);
            watch.Note(leases);
            if (leases.FirstOrDefault(l => l.Name == WorkLease.Start) is { } held
                && (held.Holder == Guid.Empty || watch.IsDead(WorkLease.Start))
                && await store.TryTakeAsync(held, cancellationToken).ConfigureAwait(false))
            {
                break;
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }

        return new Turn(store);
    }

    private sealed class Turn(IWorkLeaseStore store) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => new(store.GiveBackAsync(WorkLease.Start, CancellationToken.None));
    }
}
