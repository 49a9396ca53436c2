using NovaZones.Core.Assignments;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Operations;

/// <summary>Holds what hosts say is on them against what the ledger placed there.</summary>
/// <remarks>
/// A host is asked for nothing here: its last list counts, and what is younger than that list, or only just out of step, is no difference.
/// Differences are notes, since a host that errs or lies does not make the books wrong.
/// </remarks>
public sealed class HostListReview(IAssignmentStore store, HostService hosts, FleetView view, TimeProvider time)
{
    /// <summary>How long a host may lag behind what is placed and released.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>At most <paramref name="limit"/> differences, and how many there are in all.</summary>
    public async Task<(IReadOnlyList<LedgerDifference> Found, int Count)> RunAsync(int limit, CancellationToken cancellationToken)
    {
        var found = new List<LedgerDifference>();
        var count = 0;
        await foreach (var list in store.ReadListsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (view.Current.Find(list.HostId) is not { } host)
            {
                continue;
            }

            var placed = (await hosts.ListInstancesAsync(host.Id, int.MaxValue, cancellationToken).ConfigureAwait(false)).ToDictionary(i => i.Id);
            var now = time.GetUtcNow();
            foreach (var instance in placed.Values.Where(i => !list.Instances.Contains(i.Id) && i.CreatedAt < list.ToldAt - Grace))
            {
                Add(new LedgerDifference
                {
                    Kind = LedgerDifferenceKinds.MissingOnHost,
                    IsFault = false,
                    Cause = "The instance is placed here, and the host's own list does not have it: the host lost it, refused it or could not make it. Release it, or see what the host acknowledged.",
                    Host = host.Name,
                    InstanceId = instance.Id,
                    ReservationId = instance.ReservationId,
                });
            }

            foreach (var id in list.Unknown.Where(u => u.Value < now - Grace && !placed.ContainsKey(u.Key)).Select(u => u.Key))
            {
                Add(new LedgerDifference
                {
                    Kind = LedgerDifferenceKinds.UnknownOnHost,
                    IsFault = false,
                    Cause = "The host's own list has the instance, and it is not placed there: it was released, and the host did not end it. What it uses there is counted as free.",
                    Host = host.Name,
                    InstanceId = id,
                });
            }
        }

        return (found, count);

        void Add(LedgerDifference difference)
        {
            count++;
            if (found.Count < limit)
            {
                found.Add(difference);
            }
        }
    }
}
