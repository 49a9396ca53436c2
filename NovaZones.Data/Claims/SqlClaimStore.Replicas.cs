using System.Data.Common;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Replicas;
using NovaZones.Data.Replicas;

namespace NovaZones.Data.Claims;

/// <content>Writing where the zone has several replicas: each transaction takes its number first, and is refused when another's came before.</content>
internal sealed partial class SqlClaimStore : IExclusiveCommits
{
    public async Task CommitExclusivelyAsync(Func<Task<FleetChanges>> decide, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decide);
        var replica = journal ?? throw new InvalidOperationException("The zone has no replicas.");
        long sequence = 0;
        FleetChanges? changes = null;
        await RunAsync(
            async session =>
            {
                sequence = await replica.BeginExclusivelyAsync(session, cancellationToken).ConfigureAwait(false);
                changes = await decide().ConfigureAwait(false);
                await WriteAsReplicaAsync(session, replica, sequence, changes, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        replica.Committed(sequence, changes!);
    }

    private async Task CommitAsReplicaAsync(FleetChanges changes, CancellationToken cancellationToken)
    {
        long sequence = 0;
        await RunAsync(
            async session =>
            {
                sequence = await journal!.BeginAsync(session, cancellationToken).ConfigureAwait(false);
                await WriteAsReplicaAsync(session, journal, sequence, changes, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        journal!.Committed(sequence, changes);
    }

    private async Task WriteAsReplicaAsync(ClaimSession session, ReplicaJournal replica, long sequence, FleetChanges changes, CancellationToken cancellationToken)
    {
        try
        {
            await replica.GuardAsync(session, changes, cancellationToken).ConfigureAwait(false);
            await new ChangesWriter(session, _classes, generations: null, cancellationToken).WriteAsync(changes).ConfigureAwait(false);
            await replica.EndAsync(session, sequence, changes, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException failure) when (SqlFaults.Of(failure) == SqlFault.Duplicate)
        {
            // Whose it is was decided by a unique index: of retry keys, claims, plans or instances.
            throw new TakenException("A retry key, plan, claim or instance of the group was used by another replica.", failure);
        }
    }

    private async Task FlushAsReplicaAsync(IReadOnlyList<Host> hosts, CancellationToken cancellationToken)
    {
        foreach (var batch in hosts.Chunk(FlushBatch))
        {
            // In two steps: whoever holds the number keeps everybody else from committing, which writing a thousand rows must not.
            await RunAsync(session => ReplicaJournal.FlushAsync(session, batch, cancellationToken), cancellationToken).ConfigureAwait(false);
            await RunAsync(session => journal!.TellBeatsAsync(session, batch, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }
}
